using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Benchmarks.Kernels.Convolution;

public sealed record ConvolutionCase(string Name, ConvolutionGeometry Geometry) : IWork
{
    public long MultiplyCount => Geometry.MultiplyCount;

    public override string ToString() => Name;
}
