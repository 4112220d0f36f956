using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>
/// Makes a small network answer as a large one does: the student learns to give the features of the teacher, and a teacher that was trained here lends it its head (D. Chen and others, "Knowledge
/// distillation with the reused teacher classifier", 2022). What the pictures show need not be known.
/// </summary>
public static class Distillation
{
    /// <summary>Teaches a student. Writes <c>backbone.onnx</c>, and with a model.zip as the teacher <c>model.zip</c> and <c>model.onnx</c> too.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the run between steps; it can be resumed from its last epoch.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="Datasets.DatasetException">There are too few pictures.</exception>
    /// <exception cref="Backbones.MissingModelException">A network is not on this machine.</exception>
    /// <exception cref="Onnx.OnnxException">A network cannot be read, or cannot take pictures of that size.</exception>
    /// <exception cref="Packaging.OutputException">The output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static DistillationResult Run(DistillationOptions options, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        return options.Validate() is { Count: > 0 } problems
            ? throw new ArgumentException(string.Join(' ', problems), nameof(options))
            : new DistillationRun(options, progress, cancellationToken).Execute();
    }
}
