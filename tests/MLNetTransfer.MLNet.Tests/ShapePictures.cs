#if WITH_MLNET
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet.Tests;

/// <summary>Some of the pictures of <c>datasets/shapes</c> to train with, others to try it on, and the run that learns them with the backbone that comes along.</summary>
public sealed class ShapePictures : IDisposable
{
    private const int Training = 8;
    private const int Unseen = 2;

    private readonly TemporaryFolder _folder = new();

    public ShapePictures()
    {
        foreach (string shape in Directory.GetDirectories(Repository.PathOf("datasets", "shapes")).Order(StringComparer.Ordinal))
        {
            string[] files = [.. Directory.GetFiles(shape, "*.jpg").Order(StringComparer.Ordinal).Take(Training + Unseen)];
            for (int index = 0; index < files.Length; index++)
            {
                _folder.Write(Path.Combine(index < Training ? "training" : "unseen", Path.GetFileName(shape), Path.GetFileName(files[index])), File.ReadAllBytes(files[index]));
            }
        }
    }

    public string TrainingFolder => PathOf("training");

    public string UnseenFolder => PathOf("unseen");

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public string Write(string relativePath, ReadOnlySpan<byte> content) => _folder.Write(relativePath, content);

    public TransferOptions Options(string output) => new()
    {
        TrainFolder = TrainingFolder,
        Mode = TrainingMode.Head,
        OutputFolder = PathOf(output),
        CacheFolder = PathOf("cache"),
        Threads = 1,
    };

    /// <summary>Trains, and gives the path of the <c>model.zip</c>.</summary>
    public static string Train(TransferOptions options)
    {
        TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);
        return Path.Combine(options.OutputFolder, "model.zip");
    }

    public void Dispose() => _folder.Dispose();
}
#endif
