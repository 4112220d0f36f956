using System.Diagnostics;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.Losses;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;
using MLNetTransfer.Training.Schedules;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Trains a network by its gradients, epoch by epoch, and keeps the best one: the best validation result, or without validation pictures the last. What it begins with counts as
/// epoch 0, so that training never leaves a network worse than it found it.
/// </summary>
public sealed class FineTuner
{
    // A loss this many times that of guessing, and that of the beginning, has nothing to do with learning any more. The beginning counts because a head that was fitted to few
    // pictures as they are may be far off on changed ones at first.
    private const double DivergedFactor = 5;

    private readonly TrainableNetwork _network;
    private readonly IStepSource _source;
    private readonly INetworkValidator? _validator;
    private readonly FineTuningOptions _options;
    private readonly ITrainingLoss _loss;
    private readonly WeightAverage? _average;
    private readonly NetworkOptimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly NetworkTrainer _trainer;
    private readonly List<EpochResult> _epochs = [];
    private readonly NetworkSnapshot _start;
    private NetworkSnapshot _best;
    private double _secondsBefore;

    /// <summary>Makes a tuner.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="source">The batches.</param>
    /// <param name="validator">Measures each epoch; null without validation pictures.</param>
    /// <param name="options">Everything else.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="partSize">Pictures that go through the network at once.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public FineTuner(
        TrainableNetwork network,
        IStepSource source,
        INetworkValidator? validator,
        FineTuningOptions options,
        ITrainingLoss loss,
        int partSize,
        WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loss);
        _network = network;
        _source = source;
        _validator = validator;
        _options = options;
        _loss = loss;
        _average = options.AverageDecay > 0
            ? new WeightAverage(network.Parameters, network.Statistics.Select(statistic => (statistic.Key, statistic.Value)), options.AverageDecay, pool)
            : null;
        _optimizer = TrainingRules.Optimizer(network.Parameters, options, pool);
        _schedule = TrainingRules.Schedule(options, source.StepsPerEpoch);
        _trainer = new NetworkTrainer(network, _loss, _optimizer, _average, options.ClipNorm ?? FineTuningOptions.DefaultClipNorm(options.Optimizer), partSize);
        _start = NetworkSnapshot.Of(network);
        _best = _start;
    }

    /// <summary>Called after each epoch, when its result is in <see cref="Epochs"/>: the place to write it down.</summary>
    public Action<EpochResult>? EpochDone { get; set; }

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Trains to the end; the network then holds the best weights.</summary>
    /// <param name="task">Told of every picture, or null.</param>
    /// <param name="cancellationToken">Stops between steps; what was saved after the last epoch stays.</param>
    public FineTuningResult Run(IProgressTask? task, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        double Elapsed() => _secondsBefore + Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (_epochs.Count == 0)
        {
            Add(new EpochResult(0, Elapsed(), 0, null, null, _validator?.Validate(_network, cancellationToken), IsBest: true));
        }

        FineTuningStop stop = FineTuningStop.Completed;
        string? advice = null;
        while (_epochs[^1].Epoch < _options.Epochs)
        {
            if (_options.TimeLimit is TimeSpan limit && Elapsed() > limit.TotalSeconds)
            {
                stop = FineTuningStop.TimeLimit;
                break;
            }

            try
            {
                RunEpoch(_epochs[^1].Epoch + 1, Elapsed, task, cancellationToken);
            }
            catch (DivergedException exception)
            {
                stop = FineTuningStop.Diverged;
                advice = exception.Message;
                break;
            }

            if (_options.Patience > 0 && _epochs[^1].Epoch - BestEpoch >= _options.Patience)
            {
                stop = FineTuningStop.NoProgress;
                break;
            }
        }

        int bestEpoch = BestEpoch;
        WeightInterpolation? interpolation = null;
        if (_options.Interpolates && !_options.TrainsNormalization && _validator is not null && stop != FineTuningStop.Diverged && _epochs.Count > 1)
        {
            NetworkSnapshot end = bestEpoch > 0 ? _best : Reached();
            interpolation = Interpolate(end, cancellationToken);
            bestEpoch = interpolation is null || bestEpoch > 0 ? bestEpoch : _epochs[^1].Epoch;
        }

        _best.Restore(_network);
        return new FineTuningResult(_epochs, bestEpoch, stop, advice, interpolation);
    }

    /// <summary>All that a resumed run needs to go on to the same result.</summary>
    public TunerState Save() => new(
        _epochs,
        NetworkSnapshot.Of(_network),
        _best,
        _optimizer.Save(),
        _average?.Save(),
        (_schedule as PlateauSchedule)?.State);

    /// <summary>Goes on from what <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">It is of another network or other options.</exception>
    public void Load(TunerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Current.Restore(_network);
        _optimizer.Load(state.Optimizer);
        if (_average is not null)
        {
            _average.Load(state.Average ?? throw new ArgumentException("The saved state has no average of the weights; it is of a run with other options.", nameof(state)));
        }

        if (_schedule is PlateauSchedule plateau && state.Plateau is PlateauState reached)
        {
            plateau.Restore(reached);
        }

        _best = state.Best;
        _epochs.Clear();
        _epochs.AddRange(state.Epochs);
        _secondsBefore = _epochs.Count == 0 ? 0 : _epochs[^1].Seconds;
    }

    private int BestEpoch => _epochs.Last(epoch => epoch.IsBest).Epoch;

    private void RunEpoch(int epoch, Func<double> elapsed, IProgressTask? task, CancellationToken cancellationToken)
    {
        BatchLoss loss = default;
        double? begin = _epochs.Count > 1 ? _epochs[1].TrainingLoss : null;
        double rate = 0;
        for (int step = 0; step < _source.StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_source.Take(epoch - 1, step) is not StepBatch batch)
            {
                continue;
            }

            long stepOfRun = ((long)(epoch - 1) * _source.StepsPerEpoch) + step;
            rate = _schedule.Rate(stepOfRun);
            loss += _trainer.Step(batch, rate, stepOfRun).Loss;
            begin ??= loss.Mean;
            task?.Advance(batch.Count);
            task?.Detail(FormattableString.Invariant(
                $"epoch {epoch} of {_options.Epochs}, step {step + 1} of {_source.StepsPerEpoch}, rate {rate:0.0e+0}, loss {loss.Mean:0.0000}{(_loss.HasClasses ? FormattableString.Invariant($", accuracy {loss.Accuracy:0.000}") : "")}{LastValidation()}"));
        }

        double guess = _loss.Guess;
        if (loss.Mean > DivergedFactor * Math.Max(guess, begin ?? 0))
        {
            throw new DivergedException(FormattableString.Invariant($"the mean loss of epoch {epoch} is {loss.Mean:0.00}; it began with {begin:0.00}, and guessing has {guess:0.00}"));
        }

        _average?.Swap();
        ValidationResult? validation = _validator?.Validate(_network, cancellationToken);
        bool isBest = validation is not ValidationResult result || result.IsBetterThan(_epochs[BestIndex()].Validation!.Value);
        if (isBest)
        {
            _best = NetworkSnapshot.Of(_network);
        }

        _average?.Swap();
        if (validation is not null)
        {
            _schedule.Observe(validation.Value.Loss);
        }

        Add(new EpochResult(epoch, elapsed(), rate, loss.Mean, _loss.HasClasses ? loss.Accuracy : null, validation, isBest));
    }

    // What the last epoch was validated with.
    private NetworkSnapshot Reached()
    {
        _average?.Swap();
        NetworkSnapshot reached = NetworkSnapshot.Of(_network);
        _average?.Swap();
        return reached;
    }

    private WeightInterpolation? Interpolate(NetworkSnapshot end, CancellationToken cancellationToken)
    {
        WeightInterpolation? best = null;
        ValidationResult bestSoFar = _epochs[BestIndex()].Validation!.Value;
        foreach (double share in WeightInterpolation.Shares)
        {
            NetworkSnapshot between = NetworkSnapshot.Between(_start, end, share);
            between.Restore(_network);
            ValidationResult validation = _validator!.Validate(_network, cancellationToken);
            if (validation.IsBetterThan(bestSoFar))
            {
                bestSoFar = validation;
                best = new WeightInterpolation(share, validation);
                _best = between;
            }
        }

        return best;
    }

    private int BestIndex() => _epochs.FindLastIndex(epoch => epoch.IsBest);

    private string LastValidation() => _epochs[^1].Validation is ValidationResult last ? FormattableString.Invariant($", validation {last.Accuracy:0.0000}") : "";

    private void Add(EpochResult epoch)
    {
        _epochs.Add(epoch);
        EpochDone?.Invoke(epoch);
    }
}
