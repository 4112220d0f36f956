using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>Trains an image classifier from a folder of labelled pictures and a pretrained network.</summary>
public static class TransferLearning
{
    /// <summary>
    /// Computes the features of all pictures with the backbone, trains a head on them, evaluates it, and writes the model. The test pictures are used for
    /// nothing but the evaluation. The same pictures, options and seed give the same bytes of model on the same kind of machine, whatever the number of threads.
    /// </summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the run; features that were computed stay in the cache, and no model file is touched.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="Datasets.DatasetException">The folders do not hold what is needed.</exception>
    /// <exception cref="Backbones.MissingModelException">The backbone is not on this machine.</exception>
    /// <exception cref="Onnx.OnnxException">The backbone cannot be read.</exception>
    /// <exception cref="Packaging.OutputException">The output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TransferResult Train(TransferOptions options, IProgressReporter progress, CancellationToken cancellationToken) =>
        Train(options, null, progress, cancellationToken);

    /// <summary>Trains on pictures that were found elsewhere than in folders of the usual form, see <see cref="Train(TransferOptions, IProgressReporter, CancellationToken)"/>.</summary>
    /// <param name="options">What to do; its folders of pictures are not looked at.</param>
    /// <param name="pictures">The pictures, whose parts have the same classes in the same order; null to scan the folders. Without a part for validation or test its share is taken from the training pictures.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <inheritdoc cref="Train(TransferOptions, IProgressReporter, CancellationToken)"/>
    public static TransferResult Train(TransferOptions options, Datasets.DatasetSplit? pictures, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        return new TransferRun(options, pictures, progress, cancellationToken).Execute();
    }

    /// <summary>Tries rising learning rates on the network that <see cref="Train(TransferOptions, IProgressReporter, CancellationToken)"/> would train with these options, and proposes one. Writes nothing but the feature cache.</summary>
    /// <param name="options">What the run would be; the output folder is not used.</param>
    /// <param name="steps">Rates to try, at least 10.</param>
    /// <param name="lowest">First rate, above 0.</param>
    /// <param name="highest">Last rate, above the first.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="Datasets.DatasetException">The folders do not hold what is needed.</exception>
    /// <exception cref="Onnx.OnnxException">The backbone cannot be read.</exception>
    public static Training.FineTuning.LearningRateSearch FindLearningRate(
        TransferOptions options, int steps, double lowest, double highest, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        return new TransferRun(options, null, progress, cancellationToken).FindRate(steps, lowest, highest);
    }
}
