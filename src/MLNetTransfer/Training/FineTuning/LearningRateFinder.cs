using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Tries rising learning rates, one a step, until the loss explodes (L. N. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017). Proposed is a tenth of the rate at
/// which the smoothed loss was smallest. The network is left as it was.
/// </summary>
public static class LearningRateFinder
{
    private const double Smoothing = 0.9;
    private const double Explosion = 3;
    private const double Margin = 10;

    /// <summary>Tries rates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The batches; epochs follow each other as far as is needed.</param>
    /// <param name="options">Optimizer, loss and limits.</param>
    /// <param name="steps">Rates to try, at least 10.</param>
    /// <param name="lowest">First rate, above 0.</param>
    /// <param name="highest">Last rate, above the first.</param>
    /// <param name="partSize">Pictures that go through the network at once.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <param name="task">Told of every step, or null.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">The rates are not in order.</exception>
    public static LearningRateSearch Run(
        TrainableNetwork network,
        IStepSource source,
        FineTuningOptions options,
        int steps,
        double lowest,
        double highest,
        int partSize,
        WorkerPool pool,
        IProgressTask? task,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        if (!(lowest > 0 && highest > lowest && double.IsFinite(highest)))
        {
            throw new ArgumentException(FormattableString.Invariant($"The rates go from {lowest} to {highest}; expected is a range above 0 that rises."));
        }

        NetworkSnapshot before = NetworkSnapshot.Of(network);
        NetworkTrainer trainer = new(
            network,
            new SoftmaxCrossEntropyLoss(network.ClassCount, labelSmoothing: options.LabelSmoothing),
            TrainingRules.Optimizer(network.Parameters, options, pool),
            null,
            options.ClipNorm ?? FineTuningOptions.DefaultClipNorm(options.Optimizer),
            partSize);
        List<RateTrial> trials = [];
        double average = 0;
        try
        {
            for (int step = 0; step < steps; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (source.Take(step / source.StepsPerEpoch, step % source.StepsPerEpoch) is not StepBatch batch)
                {
                    continue;
                }

                double rate = lowest * Math.Pow(highest / lowest, (double)step / (steps - 1));
                double loss = trainer.Step(batch, rate, step).Loss.Mean;
                average = (Smoothing * average) + ((1 - Smoothing) * loss);
                double smoothed = average / (1 - Math.Pow(Smoothing, trials.Count + 1));
                trials.Add(new RateTrial(rate, loss, smoothed));
                task?.Advance();
                task?.Detail(FormattableString.Invariant($"rate {rate:0.0e+0}, loss {smoothed:0.0000}"));
                if (smoothed > Explosion * trials.Min(trial => trial.SmoothedLoss))
                {
                    break;
                }
            }
        }
        catch (DivergedException)
        {
            // The end that the search is made to find; the parameters are put back below.
        }

        before.Restore(network);
        return new LearningRateSearch(trials, trials.Count == 0 ? null : trials.MinBy(trial => trial.SmoothedLoss)!.Rate / Margin);
    }
}
