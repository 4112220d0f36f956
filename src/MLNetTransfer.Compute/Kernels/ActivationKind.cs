namespace MLNetTransfer.Compute.Kernels;

/// <summary>The element-wise functions that a kernel can apply to its result before it is stored.</summary>
public enum ActivationKind
{
    /// <summary>The result as it is.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>min(max(x, minimum), maximum).</summary>
    Clip,

    /// <summary>x where x is at least 0, else alpha x.</summary>
    LeakyRelu,

    /// <summary>x max(0, min(1, x / 6 + 1 / 2)).</summary>
    HardSwish,

    /// <summary>max(0, min(1, alpha x + beta)).</summary>
    HardSigmoid,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,
}
