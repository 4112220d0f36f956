using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Benchmarks.Kernels.MatrixMultiply;

public sealed record MatrixMultiplyCase(string Name, MatrixMultiplyGeometry Geometry) : IWork
{
    public long MultiplyCount => (long)Geometry.Rows * Geometry.Columns * Geometry.Inner;

    public override string ToString() => Name;
}
