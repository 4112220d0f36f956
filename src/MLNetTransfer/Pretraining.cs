using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>
/// Makes a backbone without a single photograph: a network learns to tell apart pictures that are drawn by formulas, each class by parameters of its own (H. Kataoka and others, "Pre-training without
/// natural images", 2020). What comes out belongs to nobody else.
/// </summary>
public static class Pretraining
{
    /// <summary>Trains the network. Writes <c>backbone.onnx</c>.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the run between steps; it can be resumed from its last epoch.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="Backbones.MissingModelException">The network is not on this machine.</exception>
    /// <exception cref="Onnx.OnnxException">The network cannot be read, or cannot take pictures of that size.</exception>
    /// <exception cref="Packaging.OutputException">The output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static PretrainingResult Run(PretrainingOptions options, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        return options.Validate() is { Count: > 0 } problems
            ? throw new ArgumentException(string.Join(' ', problems), nameof(options))
            : new PretrainingRun(options, progress, cancellationToken).Execute();
    }
}
