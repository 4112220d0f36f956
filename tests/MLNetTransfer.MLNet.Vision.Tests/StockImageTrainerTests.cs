#if WITH_MLNET_VISION
using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.MLNet.Vision.Tests;

public sealed class StockImageTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Description_Always_NamesTheVersion() => Assert.Matches(@"^ML\.NET \d+\.\d+", new StockImageTrainer().Description);

    // Where the package of the native library is a stand-in the trainer must say so, not fail somewhere inside of it.
    [Fact]
    public void Train_WithoutTheNativeLibrary_SaysWhatIsMissing()
    {
        if (TensorFlow.Missing is null)
        {
            return;
        }

        Assert.Contains(
            "SciSharp.TensorFlow.Redist",
            Assert.Throws<MissingModelException>(() => new StockImageTrainer().Train(Job(_folder.Write("any.meta", [1])), NullProgressReporter.Instance, CancellationToken.None)).Message,
            StringComparison.Ordinal);
    }

    [TensorFlowFact]
    public void Train_TwoColours_TellsThemApartAndSaves()
    {
        StockTrainingJob job = Job(StockWeights.Find(StockArchitecture.Find("mobilenet-v2")!, TensorFlow.WeightsFolder));
        using IStockModel model = new StockImageTrainer().Train(job, NullProgressReporter.Instance, CancellationToken.None);

        MetricsAccumulator metrics = new(job.Classes);
        foreach (ImageItem item in job.Training)
        {
            metrics.Add(item.ClassIndex, model.Score(StockPicture.Read(File.ReadAllBytes(item.Path))));
        }

        Assert.Equal(1, metrics.ToMetrics().Accuracy);
        using MemoryStream zip = new();
        model.Save(zip);
        Assert.True(zip.Length > 1000);
    }

    [TensorFlowFact]
    public void Train_Cancelled_Stops()
    {
        StockTrainingJob job = Job(StockWeights.Find(StockArchitecture.Find("mobilenet-v2")!, TensorFlow.WeightsFolder));

        Assert.ThrowsAny<OperationCanceledException>(() => new StockImageTrainer().Train(job, NullProgressReporter.Instance, new CancellationToken(canceled: true)));
    }

    private StockTrainingJob Job(string weights)
    {
        List<ImageItem> items = [];
        foreach (byte label in (ReadOnlySpan<byte>)[0, 1])
        {
            for (int index = 0; index < 6; index++)
            {
                byte[] pixels = [.. Enumerable.Range(0, 3 * 40 * 40).Select(position => (byte)(position % 3 == label ? 200 + index : 20))];
                items.Add(new ImageItem(_folder.Write($"{label}-{index}.png", PngEncoder.Encode(new Image(40, 40, pixels))), label));
            }
        }

        return new StockTrainingJob
        {
            Classes = ["green", "red"],
            Training = items,
            Validation = [],
            Options = new StockTrainingOptions { Architecture = StockArchitecture.Find("mobilenet-v2")!, Epochs = 20, BatchSize = 4 },
            WeightsPath = weights,
            Seed = 1,
            WorkFolder = _folder.PathOf(),
        };
    }
}
#endif
