using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Inference;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class TrainingBatchesTests
{
    private static readonly Preprocessing Small = Preprocessing.Torch with { ResizeSize = 40, CropSize = 32 };
    private static readonly ImageDataset Shapes = ImageFolder.Scan(Repository.PathOf("datasets", "shapes"));

    [Theory]
    [InlineData(ChannelOrder.Rgb)]
    [InlineData(ChannelOrder.Bgr)]
    public void Fill_None_GivesTheNumbersOfInference(ChannelOrder order)
    {
        Preprocessing preprocessing = Small with { Order = order };
        TrainingBatches batches = Make(new() { BatchSize = 7 }, preprocessing: preprocessing);
        TrainingBatch batch = batches.CreateBatch();
        PicturePreprocessor inference = new(preprocessing);
        float[] expected = new float[inference.InputLength];

        for (int epoch = 0; epoch < 2; epoch++)
        {
            batches.Fill(epoch, 1, batch);

            Assert.Equal(new Shape(7, 3, 32, 32), batch.Images.Shape);
            Assert.Equal(MemoryFormat.ChannelsLast, batch.Images.Format);
            Assert.Null(batch.Targets);
            for (int row = 0; row < 7; row++)
            {
                ImageItem item = Shapes.Items[batch.Items[row]];
                inference.Prepare(File.ReadAllBytes(item.Path), expected);
                Assert.Equal(expected, batch.Images.Span.Slice(row * expected.Length, expected.Length).ToArray());
                Assert.Equal(item.ClassIndex, batch.Labels[row]);
            }
        }
    }

    [SharedDataFact]
    public void Fill_NoneOnPhotographs_GivesTheNumbersOfInference()
    {
        ImageDataset flowers = ImageFolder.Scan(Repository.SharedPath("images", "flowers", "train"));
        TrainingBatches batches = new(flowers.Items, flowers.Classes.Count, Preprocessing.Torch, new() { BatchSize = 8 }, WorkerPool.Sequential);
        TrainingBatch batch = batches.CreateBatch();
        PicturePreprocessor inference = new(Preprocessing.Torch);
        float[] expected = new float[inference.InputLength];

        batches.Fill(0, 3, batch);

        for (int row = 0; row < 8; row++)
        {
            inference.Prepare(File.ReadAllBytes(flowers.Items[batch.Items[row]].Path), expected);
            Assert.Equal(expected, batch.Images.Span.Slice(row * expected.Length, expected.Length).ToArray());
        }
    }

    [Theory]
    [InlineData(AugmentationPreset.Light)]
    [InlineData(AugmentationPreset.Strong)]
    public void Fill_ThreadsCacheAndOrderOfCalls_ChangeNothing(AugmentationPreset preset)
    {
        AugmentationOptions augmentation = AugmentationOptions.From(preset) with { Mixup = 0.2, Cutmix = 1 };
        TrainingBatchesOptions options = new() { BatchSize = 16, Seed = 5, Augmentation = augmentation };
        using WorkerPool pool = new(3);
        TrainingBatches alone = Make(options with { CacheBytes = 0 });
        TrainingBatches parallel = Make(options with { CacheBytes = 100_000 }, pool: pool);

        List<float[]> expected = [.. Steps().Select(step => Content(alone, step.Epoch, step.Step))];
        List<float[]> found = [.. Steps().Reverse().Select(step => Content(parallel, step.Epoch, step.Step)).Reverse()];

        Assert.Equal(expected.Count, found.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i], found[i]);
        }

        Assert.NotEqual(expected[0], expected[1]);
        Assert.InRange(parallel.CachedBytes, 1, 100_000);
        Assert.Equal(0, alone.CachedBytes);

        static IEnumerable<(int Epoch, int Step)> Steps() => [(0, 0), (0, 1), (1, 0), (2, 1)];
    }

    [Fact]
    public void Fill_WholeEpoch_TakesEveryPictureOnceInAnotherOrder()
    {
        TrainingBatches batches = Make(new() { BatchSize = 16 });

        int[] first = Epoch(batches, 0);
        int[] second = Epoch(batches, 1);

        Assert.Equal(Enumerable.Range(0, Shapes.Items.Count), first.Order());
        Assert.Equal(Enumerable.Range(0, Shapes.Items.Count), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(batches, 0));
    }

    [Fact]
    public void StepsPerEpoch_DropIncomplete_LeavesTheRestOut()
    {
        ImageItem[] items = [.. Shapes.Items.Take(10)];

        Assert.Equal(3, Make(new() { BatchSize = 4 }, items).StepsPerEpoch);
        Assert.Equal(2, Make(new() { BatchSize = 4, DropIncomplete = true }, items).StepsPerEpoch);
        Assert.Equal(1, Make(new() { BatchSize = 16, DropIncomplete = true }, items).StepsPerEpoch);
        Assert.Equal([.. Enumerable.Range(0, 10)], Epoch(Make(new() { BatchSize = 4, Shuffle = false }, items), 3));
    }

    [Fact]
    public void Fill_BrokenPictures_AreLeftOutAndListed()
    {
        using TemporaryFolder folder = new();
        ImageItem broken = new(folder.Write("broken.jpg", [1, 2, 3]), 0);
        ImageItem missing = new(folder.PathOf("missing.jpg"), 1);
        ImageItem[] items = [Shapes.Items[0], broken, Shapes.Items[1], missing, Shapes.Items[2]];
        TrainingBatches batches = Make(new() { BatchSize = 5, Shuffle = false, Augmentation = AugmentationOptions.Light with { Mixup = 1 } }, items);
        TrainingBatch batch = batches.CreateBatch();

        batches.Fill(0, 0, batch);
        batches.Fill(1, 0, batch);

        Assert.Equal(3, batch.Count);
        Assert.Equal([0, 2, 4], batch.Items.ToArray());
        Assert.Equal(new Shape(3, 3, 32, 32), batch.Images.Shape);
        Assert.Equal(3, batch.Targets!.Shape[0]);
        Assert.Equal([broken.Path, missing.Path], batches.Skipped.Select(picture => picture.Path));
        Assert.Contains("no picture of a known format", batches.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Contains("cannot be read", batches.Skipped[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_AllBroken_IsAnEmptyBatch()
    {
        TrainingBatches batches = Make(new(), [new ImageItem("/no/such/picture.jpg", 0)]);
        TrainingBatch batch = batches.CreateBatch();

        batches.Fill(0, 0, batch);

        Assert.Equal(0, batch.Count);
        Assert.Contains("Count", Assert.Throws<InvalidOperationException>(() => batch.Images).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_ClassWeights_BalanceTheEpoch()
    {
        ImageItem[] items = [.. Shapes.Items.Where(item => item.ClassIndex == 0).Take(3), .. Shapes.Items.Where(item => item.ClassIndex == 1).Take(21)];
        TrainingBatchesOptions options = new() { BatchSize = 24, ClassWeights = [.. Enumerable.Repeat(1.0, Shapes.Classes.Count)], Augmentation = AugmentationOptions.Light };
        TrainingBatches batches = Make(options, items);
        TrainingBatch batch = batches.CreateBatch();

        batches.Fill(0, 0, batch);

        Assert.Equal(24, batch.Count);
        Assert.Equal(12, batch.Labels.ToArray().Count(label => label == 0));
        Assert.All([0, 1, 2], item => Assert.Equal(4, batch.Items.ToArray().Count(found => found == item)));
        Assert.Equal(12, batch.Items.ToArray().Where(item => item > 2).Distinct().Count());

        // The same picture is augmented differently each time.
        int length = 3 * 32 * 32;
        float[] pixels = batch.Images.Span.ToArray();
        int[] rows = [.. Enumerable.Range(0, 24).Where(row => batch.Items[row] == 0)];
        Assert.Equal(4, rows.Select(row => string.Join(' ', pixels.AsSpan(row * length, length).ToArray())).Distinct().Count());
    }

    [Fact]
    public void Constructor_WrongArguments_SayWhat()
    {
        Says("The batch size is 0; expected 1 to 4096.", () => Make(new() { BatchSize = 0 }));
        Says("hue is 1", () => Make(new() { Augmentation = new() { Hue = 1 } }));
        Says("The class weights are 1", () => Make(new() { ClassWeights = [1] }));
        Says("weight 0", () => Make(new() { ClassWeights = [.. new double[Shapes.Classes.Count]] }));
        Says("no pictures", () => Make(new(), []));
        Says("is of class 99", () => Make(new(), [new ImageItem("a.jpg", 99)]));

        static void Says(string text, Action action) => Assert.Contains(text, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static TrainingBatches Make(TrainingBatchesOptions options, IReadOnlyList<ImageItem>? items = null, Preprocessing? preprocessing = null, WorkerPool? pool = null) =>
        new(items ?? Shapes.Items, Shapes.Classes.Count, preprocessing ?? Small, options, pool ?? WorkerPool.Sequential);

    private static int[] Epoch(TrainingBatches batches, int epoch)
    {
        TrainingBatch batch = batches.CreateBatch();
        List<int> items = [];
        for (int step = 0; step < batches.StepsPerEpoch; step++)
        {
            batches.Fill(epoch, step, batch);
            items.AddRange(batch.Items);
        }

        return [.. items];
    }

    private static float[] Content(TrainingBatches batches, int epoch, int step)
    {
        TrainingBatch batch = batches.CreateBatch();
        batches.Fill(epoch, step, batch);
        return [.. batch.Images.Span, .. batch.Targets!.Span];
    }
}
