using Microsoft.ML;
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet;

/// <summary>What <see cref="TransferLearningTrainer"/> is to do.</summary>
public sealed record TransferLearningTrainerOptions
{
    /// <summary>Column of the labels: keys with text values, as <c>MapValueToKey</c> gives them. Rows whose key is missing are not used.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the pictures: paths of files (text), decoded pictures (<c>MLImage</c>), or files as bytes (<c>LoadRawImageBytes</c>; see <see cref="PictureColumn.Bytes"/>). Rows without one are not used.</summary>
    public string FeatureColumnName { get; init; } = "ImagePath";

    /// <summary>Pictures that choices are made by, with the same columns and the same keys; null to take <see cref="TransferOptions.ValidationShare"/> of the training pictures.</summary>
    public IDataView? ValidationSet { get; init; }

    /// <summary>
    /// Changes the options of the run, for instance <c>options => options with { Mode = TrainingMode.Full, Backbone = "mobilenetv2" }</c>; null for the defaults. The
    /// folder of pictures, <see cref="TransferOptions.OutputFolder"/> where it is left empty, and the seed where it is left at its default come from the trainer.
    /// </summary>
    public Func<TransferOptions, TransferOptions>? Configure { get; init; }

    /// <summary>Told how far it is, besides the log of the <see cref="MLContext"/>; null for nobody.</summary>
    public IProgressReporter? Progress { get; init; }

    /// <summary>Stops the training with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
