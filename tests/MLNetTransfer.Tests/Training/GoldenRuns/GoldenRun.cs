using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.GoldenRuns;

/// <summary>One run of PyTorch: an optimizer and a mode of BatchNormalization.</summary>
internal sealed record GoldenRun
{
    /// <summary><c>sgd</c>, <c>sgd-nesterov</c>, <c>adam</c>, <c>adamw</c> or <c>rmsprop</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether BatchNormalization normalises with the statistics of the batch and moves the running ones (momentum 0.9 in the words of ONNX, unbiased variance).</summary>
    public required bool TrainsNormalizations { get; init; }

    /// <summary>Learning rate of every step.</summary>
    public required double Rate { get; init; }

    /// <summary>Of all parameters alike, biases and normalizations included.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Mean cross-entropy of every step, before it.</summary>
    public required double[] Losses { get; init; }

    /// <summary>Values of all tensors after the last step, running statistics included, by the names of the initialisers.</summary>
    public required IReadOnlyDictionary<string, double[]> FinalValues { get; init; }

    /// <summary>How far <see cref="FinalValues"/> may be from PyTorch's because they are stored in 16 bits.</summary>
    public required double StorageError { get; init; }

    private double Momentum { get; init; }

    private bool IsNesterov { get; init; }

    private double Epsilon { get; init; }

    /// <summary>The rules under which all parameters learn and decay alike.</summary>
    public ParameterRules Rules => new() { HeadFactor = 1, WeightDecay = WeightDecay, DecaysBiasesAndNormalizations = true };

    /// <summary>Adds the constants of the optimizer.</summary>
    public GoldenRun With(double momentum, bool isNesterov, double epsilon) => this with { Momentum = momentum, IsNesterov = isNesterov, Epsilon = epsilon };

    /// <summary>The optimizer of the run over parameters of the network.</summary>
    public NetworkOptimizer MakeOptimizer(IReadOnlyList<Parameter> parameters)
    {
        IReadOnlyList<ParameterSetting> settings = ParameterSettings.Of(parameters, Rules);
        return Name switch
        {
            "sgd" or "sgd-nesterov" => new SgdOptimizer(settings, new SgdOptions { Momentum = Momentum, IsNesterov = IsNesterov }),
            "adam" => new AdamOptimizer(settings, new AdamOptions { Epsilon = Epsilon }),
            "adamw" => new AdamWOptimizer(settings, new AdamOptions { Epsilon = Epsilon }),
            "rmsprop" => new RmsPropOptimizer(settings, new RmsPropOptions { Epsilon = Epsilon }),
            _ => throw new InvalidOperationException($"Unknown golden run '{Name}'."),
        };
    }

    public override string ToString() => $"{Name}, BatchNormalization {(TrainsNormalizations ? "training" : "frozen")}";
}
