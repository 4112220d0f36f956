using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>How a step of an optimizer changes one parameter; a struct, so that the loop around it is compiled for it.</summary>
internal interface IUpdateRule
{
    /// <summary>Numbers that are kept for each parameter from step to step: 0, 1 or 2.</summary>
    static abstract int StateCount { get; }

    /// <summary>The new values; the state is replaced. States beyond <see cref="StateCount"/> mean nothing.</summary>
    Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second);
}
