#pragma warning disable CS1591
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;

namespace MLNetTransfer;

public static class TransferLearning
{
    public static TransferResult Train(TransferOptions options, IProgressReporter progress, CancellationToken cancellationToken) => throw new NotSupportedException();
}

public sealed record PhaseTiming(string Phase, TimeSpan Elapsed, long Count, string Unit);

public sealed record TransferResult
{
    public required IReadOnlyList<string> ClassNames { get; init; }

    public required string BackboneDescription { get; init; }

    public required string PreprocessingDescription { get; init; }

    public IReadOnlyList<string> Notices { get; init; } = [];

    public int TrainingPictures { get; init; }

    public int ValidationPictures { get; init; }

    public int TestPictures { get; init; }

    public EvaluationReport? Validation { get; init; }

    public EvaluationReport? Test { get; init; }

    public IReadOnlyList<SkippedPicture> Skipped { get; init; } = [];

    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyList<PhaseTiming> Timings { get; init; } = [];
}

public sealed record ImageClassifierOptions
{
    public PreprocessingOptions Preprocessing { get; init; } = new();

    public IReadOnlyList<string>? ClassNames { get; init; }

    public int Threads { get; init; }
}

public readonly record struct LabelProbability(string Label, float Probability);

public sealed record ClassificationResult(string Path, IReadOnlyList<LabelProbability> Top, string? Error);

public sealed record ModelLayer(string Name, string Operator, string OutputShape, long Parameters);

public sealed record ModelDescription(string Kind, string Path, string Sha256, IReadOnlyList<KeyValuePair<string, string>> Facts, IReadOnlyList<ModelLayer> Layers);

public static class ModelInspector
{
    public static ModelDescription Inspect(string nameOrPath) => throw new NotSupportedException(nameOrPath);
}

public sealed class ImageClassifier : IDisposable
{
    public IReadOnlyList<string> ClassNames { get; } = [];

    public Preprocessing Preprocessing { get; } = new();

    public ModelDescription Description { get; } = new("stock", string.Empty, string.Empty, [], []);

    public static ImageClassifier Load(string nameOrPath, ImageClassifierOptions? options = null) => throw new NotSupportedException(nameOrPath);

    public IEnumerable<ClassificationResult> ClassifyAll(IEnumerable<string> paths, int top = 5, IProgressTask? task = null, CancellationToken ct = default) =>
        throw new NotSupportedException(ClassNames.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public EvaluationReport Evaluate(ImageDataset dataset, IProgressReporter progress, CancellationToken ct) =>
        throw new NotSupportedException(ClassNames.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose()
    {
    }
}
