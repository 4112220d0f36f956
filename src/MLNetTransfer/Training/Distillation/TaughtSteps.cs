using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Training.Distillation;

/// <summary>
/// Batches whose targets are what a teacher answers to the very same pixels, cut, turned and mixed as they are (L. Beyer and others, "Knowledge distillation: a good teacher is patient and
/// consistent", 2022).
/// </summary>
public sealed class TaughtSteps(PictureSteps steps, Teacher teacher) : IStepSource
{
    /// <inheritdoc/>
    public int StepsPerEpoch => steps.StepsPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyList<SkippedPicture> Skipped => steps.Skipped;

    /// <inheritdoc/>
    public StepBatch? Take(int epoch, int step) => steps.Take(epoch, step) is StepBatch batch ? batch with { Targets = teacher.Answer(steps.Pictures) } : null;

    /// <summary>The variance of each value that the teacher gives.</summary>
    /// <param name="count">Steps to look at, from the first of the first epoch on.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public double[] MeasureVariances(int count, CancellationToken cancellationToken)
    {
        return ColumnVariances.Of(Answers(), teacher.Length);

        IEnumerable<Tensor<float>> Answers()
        {
            for (int step = 0; step < Math.Min(count, StepsPerEpoch); step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Take(0, step) is { Targets: Tensor<float> targets })
                {
                    yield return targets;
                }
            }
        }
    }
}
