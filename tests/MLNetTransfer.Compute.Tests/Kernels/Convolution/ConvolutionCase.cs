using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Tests.Kernels.Convolution;

/// <summary>One convolution of the conformance suite.</summary>
public sealed record ConvolutionCase(
    string Name, ConvolutionGeometry Geometry, Activation Activation = default, bool HasBias = true, bool HasResidual = false, int Seed = 1)
{
    public override string ToString() => Name;
}
