using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Training.Heads;

/// <summary>
/// Multinomial logistic regression on standardised features, to convergence by <see cref="Lbfgs"/>. The problem is convex, so the result does not depend on a seed.
/// Memory does not depend on the number of rows beyond <see cref="LogisticRegressionOptions.MemoryLimit"/>.
/// </summary>
public sealed class LogisticRegressionTrainer : HeadTrainer
{
    private const double FloatNoise = 2e-7;

    // The validation loss falls and then rises along the path; so many worse penalties in a row, and the weaker ones, which cost most, are left out.
    private const int PatienceOnPath = 2;

    private readonly LogisticRegressionOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LogisticRegressionTrainer(LogisticRegressionOptions? options = null)
    {
        _options = options ?? new LogisticRegressionOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override HeadTrainingResult TrainCore(
        LabelledFeatures training,
        LabelledFeatures? validation,
        WorkerPool pool,
        Action<HeadTrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        if (_options.WeightDecay is null && validation is null)
        {
            throw new ArgumentException("The weight decay is to be chosen by validation pictures, and there are none. Give validation pictures or a weight decay.");
        }

        FeatureStandardisation standardisation = FeatureStandardisation.Measure(training.Features, cancellationToken);
        StandardisedFeatures features = new(training.Features, standardisation, _options.MemoryLimit);
        SoftmaxObjective objective = new(features, training, RowWeights(training), 0, pool, cancellationToken);
        double[] parameters = new double[objective.ParameterCount];
        double[] gradient = new double[objective.ParameterCount];
        objective.Evaluate(parameters, gradient);
        double startNorm = DoubleVectors.Norm(gradient);

        // From strong to weak, so that each optimum is a good start for the next.
        double[] decays = _options.WeightDecay is { } given ? [given] : [.. _options.WeightDecayGrid.OrderDescending()];
        List<WeightDecayTrial> trials = [];
        HeadTrainingResult? best = null;
        double bestLoss = double.PositiveInfinity;
        int worse = 0;
        foreach (double decay in decays)
        {
            objective.WeightDecay = decay;
            HeadTrainingResult result = Fit(objective, parameters, startNorm, standardisation, training.ClassCount, progress);
            if (validation is not null)
            {
                (double loss, double accuracy) = Evaluate(result.Head, validation, pool, cancellationToken);
                trials.Add(new WeightDecayTrial(decay, loss, accuracy));
                result = WithValidation(result, loss, accuracy);
            }

            if (best is null || trials[^1].ValidationLoss < bestLoss)
            {
                best = result;
                bestLoss = trials.Count == 0 ? bestLoss : trials[^1].ValidationLoss;
                worse = 0;
            }
            else if (++worse == PatienceOnPath)
            {
                break;
            }
        }

        return best! with { Trials = _options.WeightDecay is null ? trials : [] };
    }

    private static HeadTrainingResult WithValidation(HeadTrainingResult result, double loss, double accuracy) => result.History.Count == 0
        ? result
        : result with { History = [.. result.History.SkipLast(1), result.History[^1] with { ValidationLoss = loss, ValidationAccuracy = accuracy }] };

    private HeadTrainingResult Fit(
        SoftmaxObjective objective,
        double[] parameters,
        double startNorm,
        FeatureStandardisation standardisation,
        int classCount,
        Action<HeadTrainingProgress> progress)
    {
        List<HeadTrainingRow> history = [];
        LbfgsOptions search = new()
        {
            MaximumIterations = _options.MaximumIterations,
            GradientTolerance = _options.Tolerance * startNorm,
            ValueNoise = FloatNoise,
        };
        LbfgsResult result = Lbfgs.Minimise(objective, parameters, search, (iteration, _) =>
        {
            history.Add(new HeadTrainingRow(iteration, objective.CrossEntropy, objective.Accuracy));
            progress(new HeadTrainingProgress(_options.MaximumIterations, history[^1]));
        });
        int weightCount = parameters.Length - classCount;
        DenseLayer layer = standardisation.Fold(classCount, parameters.AsSpan(0, weightCount), parameters.AsSpan(weightCount), DenseActivation.None);
        return new HeadTrainingResult
        {
            Head = new TrainedHead([layer]),
            History = history,
            BestEpoch = result.Iterations,
            Stop = result.Stop == LbfgsStop.MaximumIterations ? HeadTrainingStop.MaximumReached : HeadTrainingStop.Converged,
            WeightDecay = objective.WeightDecay,
            RelativeGradientNorm = startNorm == 0 ? 0 : result.GradientNorm / startNorm,
        };
    }
}
