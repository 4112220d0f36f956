using System.Text;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.Tests.StockTraining;

/// <summary>Stands in for ML.NET's trainer: knows each class by the mean colour of its pictures.</summary>
public sealed class MeanColourTrainer : IStockTrainer
{
    public string Description => "ML.NET 0.0";

    /// <summary>What it was given last.</summary>
    public StockTrainingJob? Job { get; private set; }

    /// <summary>What lay in its folder for the time of the run.</summary>
    public bool FolderWasEmpty { get; private set; }

    /// <summary>Thrown in place of training.</summary>
    public Exception? Failure { get; init; }

    public IStockModel Train(StockTrainingJob job, IProgressReporter progress, CancellationToken cancellationToken)
    {
        Job = job;
        FolderWasEmpty = Directory.GetFileSystemEntries(job.WorkFolder).Length == 0;
        File.WriteAllText(Path.Combine(job.WorkFolder, "cache"), "");
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
        {
            throw Failure;
        }

        return new Model([.. job.Classes.Select((_, label) => Mean(job.Training.Where(item => item.ClassIndex == label)))]);
    }

    private static double[] Mean(IEnumerable<ImageItem> items)
    {
        double[][] colours = [.. items.Select(item => Colour(File.ReadAllBytes(item.Path)))];
        return [.. Enumerable.Range(0, 3).Select(channel => colours.Average(colour => colour[channel]))];
    }

    private static double[] Colour(byte[] picture)
    {
        Image image = ImageDecoder.Decode(picture).Image;
        byte[] pixels = image.Pixels.ToArray();
        return [.. Enumerable.Range(0, 3).Select(channel => pixels.Where((_, index) => index % 3 == channel).Average(value => (double)value))];
    }

    private sealed class Model(double[][] means) : IStockModel
    {
        public float[] Score(byte[] picture)
        {
            double[] colour = Colour(picture);
            double[] weights = [.. means.Select(mean => Math.Exp(-mean.Zip(colour, (left, right) => Math.Abs(left - right)).Sum() / 20))];
            return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
        }

        public void Save(Stream stream) => stream.Write(Encoding.UTF8.GetBytes("model"));

        public void Dispose()
        {
        }
    }
}
