namespace MLNetTransfer.Compute.Kernels;

/// <summary>What a kernel applies to each element of its result before it is stored. The default is nothing.</summary>
public readonly record struct Activation
{
    private Activation(ActivationKind kind, float first = 0, float second = 0)
    {
        Kind = kind;
        First = first;
        Second = second;
    }

    /// <summary>The function.</summary>
    public ActivationKind Kind { get; }

    /// <summary>Minimum of Clip, alpha of LeakyRelu and HardSigmoid, else 0.</summary>
    public float First { get; }

    /// <summary>Maximum of Clip, beta of HardSigmoid, else 0.</summary>
    public float Second { get; }

    /// <summary>The result as it is.</summary>
    public static Activation None => default;

    /// <summary>max(0, x).</summary>
    public static Activation Relu => new(ActivationKind.Relu);

    /// <summary>x max(0, min(1, x / 6 + 1 / 2)).</summary>
    public static Activation HardSwish => new(ActivationKind.HardSwish);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Activation Sigmoid => new(ActivationKind.Sigmoid);

    /// <summary>Whether the function only limits its argument, so that <see cref="Low"/> and <see cref="High"/> say all.</summary>
    internal bool IsClamp => Kind is ActivationKind.None or ActivationKind.Relu or ActivationKind.Clip;

    /// <summary>Lower limit that a clamp applies.</summary>
    internal float Low => Kind switch
    {
        ActivationKind.Relu => 0,
        ActivationKind.Clip => First,
        _ => float.NegativeInfinity,
    };

    /// <summary>Upper limit that a clamp applies.</summary>
    internal float High => Kind == ActivationKind.Clip ? Second : float.PositiveInfinity;

    /// <summary>min(max(x, minimum), maximum).</summary>
    public static Activation Clip(float minimum, float maximum) => new(ActivationKind.Clip, minimum, maximum);

    /// <summary>x where x is at least 0, else alpha x.</summary>
    public static Activation LeakyRelu(float alpha) => new(ActivationKind.LeakyRelu, alpha);

    /// <summary>max(0, min(1, alpha x + beta)).</summary>
    public static Activation HardSigmoid(float alpha, float beta) => new(ActivationKind.HardSigmoid, alpha, beta);

    /// <summary>The function of one number.</summary>
    public double Apply(double value) => Kind switch
    {
        ActivationKind.None => value,
        ActivationKind.Relu => Math.Max(0, value),
        ActivationKind.Clip => Math.Min(Math.Max(value, First), Second),
        ActivationKind.LeakyRelu => value >= 0 ? value : First * value,
        ActivationKind.HardSwish => value * Math.Max(0, Math.Min(1, (value / 6) + 0.5)),
        ActivationKind.HardSigmoid => Math.Max(0, Math.Min(1, (First * value) + Second)),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-value)),
        _ => throw new InvalidOperationException($"There is no activation {Kind}."),
    };
}
