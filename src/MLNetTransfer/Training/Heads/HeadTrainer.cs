using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Training.Heads;

/// <summary>A way to train a classifier on features. The result depends on data and options, not on the number of threads.</summary>
public abstract class HeadTrainer
{
    private const int EvaluationRows = 256;

    /// <summary>Trains a head.</summary>
    /// <param name="training">What is learnt from.</param>
    /// <param name="validation">What choices are made by, with the same features and classes; null for none.</param>
    /// <param name="pool">Threads; null for the calling one only.</param>
    /// <param name="progress">Called on the training thread after every epoch or iteration; null for none.</param>
    /// <param name="cancellationToken">Ends the training with an exception.</param>
    /// <exception cref="InvalidFeatureException">A feature is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="ArgumentException">Training and validation do not fit together, or options are missing something.</exception>
    public HeadTrainingResult Train(
        LabelledFeatures training,
        LabelledFeatures? validation = null,
        WorkerPool? pool = null,
        Action<HeadTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (validation is not null && (validation.Features.FeatureLength != training.Features.FeatureLength || validation.ClassCount != training.ClassCount))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Validation has {validation.Features.FeatureLength} features and {validation.ClassCount} classes; expected are those of training, {training.Features.FeatureLength} and {training.ClassCount}."));
        }

        return TrainCore(training, validation, pool ?? WorkerPool.Sequential, progress ?? (_ => { }), cancellationToken);
    }

    /// <summary>Does the work of <see cref="Train"/> with checked arguments.</summary>
    protected abstract HeadTrainingResult TrainCore(
        LabelledFeatures training,
        LabelledFeatures? validation,
        WorkerPool pool,
        Action<HeadTrainingProgress> progress,
        CancellationToken cancellationToken);

    /// <summary>Mean cross-entropy (by the weights of the rows) and accuracy of a head on data, read block by block.</summary>
    /// <exception cref="InvalidFeatureException">A feature is not a finite number.</exception>
    protected static (double Loss, double Accuracy) Evaluate(TrainedHead head, LabelledFeatures data, WorkerPool pool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(data);
        int length = data.Features.FeatureLength;
        int total = data.Features.RowCount;
        float[] features = new float[Math.Min(EvaluationRows, total) * length];
        float[] logits = new float[Math.Min(EvaluationRows, total) * data.ClassCount];
        double loss = 0;
        double weights = 0;
        int correct = 0;
        for (int firstRow = 0; firstRow < total; firstRow += EvaluationRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(EvaluationRows, total - firstRow);
            Span<float> block = features.AsSpan(0, rows * length);
            data.Features.Read(firstRow, rows, block);
            FeatureStandardisation.ThrowIfNotFinite(block, firstRow, length);
            head.PredictLogits(rows, block, logits.AsSpan(0, rows * data.ClassCount), pool);
            for (int row = 0; row < rows; row++)
            {
                float weight = data.SampleWeights?[firstRow + row] ?? 1;
                (double rowLoss, bool isCorrect) = SoftmaxCrossEntropy.Loss(logits.AsSpan(row * data.ClassCount, data.ClassCount), data.Labels[firstRow + row]);
                loss += weight * rowLoss;
                weights += weight;
                correct += isCorrect ? 1 : 0;
            }
        }

        return (loss / weights, (double)correct / total);
    }

    /// <summary>How much each row counts.</summary>
    protected static float[] RowWeights(LabelledFeatures data)
    {
        ArgumentNullException.ThrowIfNull(data);
        float[] weights = new float[data.Labels.Count];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = data.SampleWeights?[row] ?? 1;
        }

        return weights;
    }
}
