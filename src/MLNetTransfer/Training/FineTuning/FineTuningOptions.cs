using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>How a network is trained by its gradients. The defaults are the recipe that docs/recipes.md measures.</summary>
public sealed record FineTuningOptions
{
    /// <summary>Passes over the training pictures.</summary>
    /// <value>At least 1; default 5.</value>
    public int Epochs { get; init; } = 5;

    /// <summary>Pictures of a step.</summary>
    /// <value>1 to 4096; default 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>The rule of the step.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Learning rate of the top of the backbone, at its highest; null for <see cref="DefaultRate(OptimizerKind)"/>.</summary>
    /// <value>Finite and above 0.</value>
    public double? Rate { get; init; }

    /// <summary>How many times faster the head learns than the top of the backbone.</summary>
    /// <value>Finite and above 0; default 5.</value>
    public double HeadFactor { get; init; } = 5;

    /// <summary>What the rate is multiplied by for each layer further down.</summary>
    /// <value>Above 0 to 1; default 0.95.</value>
    public double DepthDecay { get; init; } = 0.95;

    /// <summary>Weight decay of weights; biases and normalisations have none.</summary>
    /// <value>Finite, from 0; default 0.02.</value>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Momentum of SGD and RMSprop.</summary>
    /// <value>0 to below 1; default 0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD takes the gradient at the point that momentum leads to (Nesterov).</summary>
    public bool IsNesterov { get; init; }

    /// <summary>How the rate goes over the run.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Share of the steps in which the rate rises from almost nothing; null for <see cref="DefaultWarmUpSteps"/>.</summary>
    /// <value>0 to below 1.</value>
    public double? WarmUpShare { get; init; }

    /// <summary>Share of each target that is spread over all classes.</summary>
    /// <value>0 to below 1; default 0.1.</value>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Share of the inputs of the head's last layer that each step drops (the features, or the units of a hidden layer).</summary>
    /// <value>0 to below 1; default 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Largest norm of the gradient of all parameters; larger ones are scaled down to it. 0 for no limit, null for <see cref="DefaultClipNorm(OptimizerKind)"/>.
    /// </summary>
    /// <value>Finite, from 0.</value>
    public double? ClipNorm { get; init; }

    /// <summary>How much of the running average of the weights is kept at each step; what is validated and kept is the average. 0 for none.</summary>
    /// <value>0 to below 1; default 0.99.</value>
    public double AverageDecay { get; init; } = 0.99;

    /// <summary>Whether weights between the start and the best epoch are tried in the end (<see cref="WeightInterpolation"/>), and kept where validation likes them better.</summary>
    public bool Interpolates { get; init; } = true;

    /// <summary>Whether BatchNormalization takes the statistics of each batch and learns running ones; else it keeps those of the backbone.</summary>
    public bool TrainsNormalization { get; init; }

    /// <summary>How training pictures are changed at random.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.Standard;

    /// <summary>
    /// With a freeze line: how many augmented forms of each picture are computed up to the line and kept; epoch e takes form e mod this number. 0 for a new form in every
    /// epoch, which runs the frozen part each time; null for <see cref="DefaultVariants"/>. Without augmentation there is one form; mixed batches are always new.
    /// </summary>
    /// <value>0 or more.</value>
    public int? Variants { get; init; }

    /// <summary>What is done about classes of uneven size.</summary>
    public BalanceKind Balance { get; init; } = BalanceKind.Automatic;

    /// <summary>Epochs without a better validation result after which the run ends; 0 for never.</summary>
    /// <value>From 0; default 0.</value>
    public int Patience { get; init; }

    /// <summary>Time after which no further epoch is begun, or null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Most bytes for the values and gradients of a step; larger batches are worked off in parts. 0 for half of the memory of the machine.</summary>
    /// <value>From 0; default 0.</value>
    public long MemoryLimit { get; init; }

    /// <summary>Seed of order, augmentation and fresh weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The defaults for a network that knows nothing: all layers alike at a higher rate, normalisation by the statistics of each batch.</summary>
    public static FineTuningOptions FromScratch { get; } = new FineTuningOptions().ForRandomWeights();

    /// <summary>The forms of each picture that are kept when nothing is said: one for every three epochs, at least two.</summary>
    public int DefaultVariants => Math.Max(2, (Epochs + 2) / 3);

    /// <summary>
    /// Steps of warm-up when nothing is said: a tenth, in short runs 30 as long as that is at most a third. The first steps of Adam are as large for small gradients as for large
    /// ones, and a short run has no time to make up for them.
    /// </summary>
    /// <param name="steps">Steps of the run.</param>
    public static long DefaultWarmUpSteps(long steps) => Math.Max(steps / 10, Math.Min(30, steps / 3));

    /// <summary>The rate that suits most networks; steps of Adam and its kin do not depend on the size of the gradient, those of SGD do.</summary>
    public static double DefaultRate(OptimizerKind optimizer) => optimizer == OptimizerKind.Sgd ? 5e-3 : 2e-4;

    /// <summary>
    /// The limit that suits most networks: 1 for SGD, whose steps are as large as the gradient, which is far above 1 when normalisation keeps its statistics; none for the others.
    /// </summary>
    public static double DefaultClipNorm(OptimizerKind optimizer) => optimizer == OptimizerKind.Sgd ? 1 : 0;

    /// <summary>
    /// The same with rates, weight decay and normalisation as <see cref="FromScratch"/> has them: those of a pretrained network would teach one that knows nothing next to
    /// nothing, and a comparison with it would say so.
    /// </summary>
    public FineTuningOptions ForRandomWeights() => this with { Rate = 2e-3, HeadFactor = 1, DepthDecay = 1, WeightDecay = 0.05, TrainsNormalization = true };

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [.. Augmentation.Validate()];
        Check(problems, Epochs >= 1, "number of epochs", Epochs, "at least 1");
        Check(problems, BatchSize is >= 1 and <= 4096, "batch size", BatchSize, "1 to 4096");
        Check(problems, Rate is null || (Rate > 0 && double.IsFinite(Rate.Value)), "learning rate", Rate ?? 0, "a finite number above 0");
        Check(problems, HeadFactor > 0 && double.IsFinite(HeadFactor), "head factor", HeadFactor, "a finite number above 0");
        Check(problems, DepthDecay is > 0 and <= 1, "decay by depth", DepthDecay, "above 0 to 1");
        Check(problems, WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight decay", WeightDecay, "a finite number from 0");
        Check(problems, Momentum is >= 0 and < 1, "momentum", Momentum, "0 to below 1");
        Check(problems, WarmUpShare is null or (>= 0 and < 1), "share of the warm-up", WarmUpShare ?? 0, "0 to below 1");
        Check(problems, LabelSmoothing is >= 0 and < 1, "label smoothing", LabelSmoothing, "0 to below 1");
        Check(problems, Dropout is >= 0 and < 1, "dropout", Dropout, "0 to below 1");
        Check(problems, ClipNorm is null || (ClipNorm >= 0 && double.IsFinite(ClipNorm.Value)), "largest gradient norm", ClipNorm ?? 0, "a finite number from 0, where 0 is no limit");
        Check(problems, AverageDecay is >= 0 and < 1, "decay of the weight average", AverageDecay, "0 to below 1");
        Check(problems, Variants is null or >= 0, "number of variants", Variants ?? 0, "0 or more");
        Check(problems, Patience >= 0, "patience", Patience, "0 or more epochs");
        Check(problems, TimeLimit is null || TimeLimit > TimeSpan.Zero, "time limit in seconds", TimeLimit?.TotalSeconds ?? 0, "above 0");
        Check(problems, MemoryLimit >= 0, "memory limit", MemoryLimit, "0 or more bytes");
        return problems;
    }

    private static void Check(List<string> problems, bool isRight, string name, double value, string expected)
    {
        if (!isRight)
        {
            problems.Add(FormattableString.Invariant($"The {name} is {value}; expected {expected}."));
        }
    }
}
