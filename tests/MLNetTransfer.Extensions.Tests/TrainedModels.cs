using MLNetTransfer.Progress;
using MLNetTransfer.Tests;

namespace MLNetTransfer.Extensions.Tests;

/// <summary>Two models of the same classes, which answer differently, and the place of the one that is served.</summary>
public sealed class TrainedModels : IDisposable
{
    private readonly ColouredPictures _pictures = new();

    public TrainedModels()
    {
        foreach (string name in (ReadOnlySpan<string>)["first", "second"])
        {
            TransferOptions options = _pictures.Options(name) with { Seed = name.Length };
            TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);
        }

        Picture = ColouredPictures.Draw(0, 500);
        First = Answer("first");
        Second = Answer("second");
    }

    public byte[] Picture { get; }

    public IReadOnlyList<LabelProbability> First { get; }

    public IReadOnlyList<LabelProbability> Second { get; }

    public string PathOf(string name) => _pictures.PathOf(name);

    /// <summary>Puts a model, or other bytes, where it is served from, as the trainer does: a complete file in one step.</summary>
    public void Place(string served, string? model)
    {
        string path = _pictures.PathOf(served);
        string complete = path + ".new";
        File.WriteAllBytes(complete, model is null ? [1, 2, 3, 4, 5] : File.ReadAllBytes(_pictures.PathOf(model, "model.zip")));
        File.Move(complete, path, overwrite: true);
    }

    public void Dispose() => _pictures.Dispose();

    private IReadOnlyList<LabelProbability> Answer(string name)
    {
        using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf(name, "model.zip"), new ImageClassifierOptions { Threads = 1 });
        return classifier.Classify(Picture);
    }
}
