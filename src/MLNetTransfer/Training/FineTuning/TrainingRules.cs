using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;
using MLNetTransfer.Training.Schedules;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Makes optimizer and schedule of the options.</summary>
internal static class TrainingRules
{
    private const double StepsDown = 3;

    public static NetworkOptimizer Optimizer(IReadOnlyList<Parameter> parameters, FineTuningOptions options, WorkerPool pool)
    {
        ParameterRules rules = new() { HeadFactor = options.HeadFactor, DepthDecay = options.DepthDecay, WeightDecay = options.WeightDecay };
        IReadOnlyList<ParameterSetting> settings = ParameterSettings.Of(parameters, rules);
        return options.Optimizer switch
        {
            OptimizerKind.Sgd => new SgdOptimizer(settings, new SgdOptions { Momentum = options.Momentum, IsNesterov = options.IsNesterov }, pool),
            OptimizerKind.Adam => new AdamOptimizer(settings, new AdamOptions(), pool),
            OptimizerKind.AdamW => new AdamWOptimizer(settings, new AdamOptions(), pool),
            OptimizerKind.RmsProp => new RmsPropOptimizer(settings, new RmsPropOptions { Momentum = options.Momentum }, pool),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "There is no such optimizer."),
        };
    }

    public static LearningRateSchedule Schedule(FineTuningOptions options, int stepsPerEpoch)
    {
        long steps = (long)options.Epochs * stepsPerEpoch;
        double rate = options.Rate ?? FineTuningOptions.DefaultRate(options.Optimizer);
        WarmUp warmUp = new(options.WarmUpShare is double share ? (long)Math.Round(share * steps) : FineTuningOptions.DefaultWarmUpSteps(steps));
        return options.Schedule switch
        {
            ScheduleKind.Constant => new ConstantSchedule(rate, warmUp),
            ScheduleKind.Step => new StepSchedule(rate, Math.Max(1, (long)Math.Ceiling(steps / StepsDown)), warmUp: warmUp),
            ScheduleKind.Cosine => new CosineSchedule(rate, steps, warmUp: warmUp),
            ScheduleKind.OneCycle => new OneCycleSchedule(rate, steps),
            ScheduleKind.Plateau => new PlateauSchedule(rate, warmUp: warmUp),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "There is no such schedule."),
        };
    }
}
