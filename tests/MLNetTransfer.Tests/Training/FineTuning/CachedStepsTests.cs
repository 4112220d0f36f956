using System.Runtime.InteropServices;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests.Training.FineTuning;

public sealed class CachedStepsTests : IDisposable
{
    private const int Variants = 2;
    private const int Pictures = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Take_InEveryEpoch_GivesTheBitsOfThePartThatRunsAgain(bool isBalanced)
    {
        ImageItem[] items = Write();
        TrainableNetwork network = Network();
        TrainingBatches plain = Batches(items, isBalanced);
        PictureSteps expected = new(network, SmallNetworks.Normalized(), plain, WorkerPool.Sequential);
        using CachedSteps cached = Cached(network, Batches(items, isBalanced));

        for (int epoch = 0; epoch < 5; epoch++)
        {
            for (int step = 0; step < expected.StepsPerEpoch; step++)
            {
                AssertSame(expected.Take(epoch, step)!, cached.Take(epoch, step)!);
            }
        }

        Assert.Equal(expected.Skipped, cached.Skipped);
    }

    [Fact]
    public void Take_OfAFormThatWasMetBefore_ReadsNoPicture()
    {
        ImageItem[] items = Write();
        using CachedSteps cached = Cached(Network(), Batches(items, false));
        for (int epoch = 0; epoch < Variants; epoch++)
        {
            Count(cached, epoch);
        }

        foreach (ImageItem item in items)
        {
            File.Delete(item.Path);
        }

        Assert.Equal(Pictures, Count(cached, Variants));
        Assert.Equal((long)Variants * Pictures * CachedSteps.RecordLength(Network()) * sizeof(float), cached.Bytes);
    }

    [Fact]
    public void Take_WhenTheFileCannotBeWritten_WarnsOnceAndComputes()
    {
        ImageItem[] items = Write();
        string path = _folder.Write("read only", []);
        using CachedSteps cached = Cached(Network(), Batches(items, false), new CutCache(File.OpenHandle(path), CachedSteps.RecordLength(Network())));

        Assert.Equal(Pictures, Count(cached, 0));
        Assert.Equal(Pictures, Count(cached, Variants));
        Assert.Contains("no longer be kept", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static int Count(CachedSteps steps, int epoch) => Enumerable.Range(0, steps.StepsPerEpoch).Sum(step => steps.Take(epoch, step)?.Count ?? 0);

    private static TrainableNetwork Network()
    {
        Graph features = SmallNetworks.Normalized();
        return TrainableNetwork.Create(features, SmallNetworks.Head(), FreezeLine.Find(features, "norm8"), false, SmallNetworks.Side, WorkerPool.Sequential);
    }

    private static TrainingBatches Batches(ImageItem[] items, bool isBalanced) => new(
        items,
        SmallNetworks.Classes,
        new Preprocessing { ResizeSize = SmallNetworks.Side, CropSize = SmallNetworks.Side },
        new TrainingBatchesOptions
        {
            Augmentation = AugmentationOptions.Light,
            BatchSize = 3,
            Seed = 5,
            Variants = Variants,
            CacheBytes = 0,
            ClassWeights = isBalanced ? [1, 1, 1, 0] : null,
        },
        WorkerPool.Sequential);

    private static void AssertSame(StepBatch expected, StepBatch found)
    {
        Assert.Equal(expected.Labels.ToArray(), found.Labels.ToArray());
        Assert.Equal(expected.Inputs.Keys, found.Inputs.Keys);
        foreach ((string name, Tensor tensor) in expected.Inputs)
        {
            Tensor<float> other = (Tensor<float>)found.Inputs[name];
            Assert.Equal((tensor.Shape, tensor.Format), (other.Shape, other.Format));
            Assert.Equal(MemoryMarshal.AsBytes(((Tensor<float>)tensor).Span).ToArray(), MemoryMarshal.AsBytes(other.Span).ToArray());
        }
    }

    private CachedSteps Cached(TrainableNetwork network, TrainingBatches batches, CutCache? cache = null) => new(
        network,
        new PictureSteps(network, SmallNetworks.Normalized(), batches, WorkerPool.Sequential),
        batches,
        cache ?? new CutCache(_folder.FullName, CachedSteps.RecordLength(network)),
        _warnings.Add);

    // Three classes of 5, 1 and 1 pictures, and one file that is no picture.
    private ImageItem[] Write()
    {
        List<ImageItem> items = [];
        for (int index = 0; index < Pictures; index++)
        {
            int label = Math.Max(0, index - 4);
            items.Add(new ImageItem(_folder.Write($"{index}.png", ColouredPictures.Draw(label, index)), label));
        }

        items.Insert(3, new ImageItem(_folder.Write("broken.png", [1, 2, 3]), 0));
        return [.. items];
    }
}
