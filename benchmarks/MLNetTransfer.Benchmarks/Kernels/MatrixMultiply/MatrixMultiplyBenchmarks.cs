using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Benchmarks.Kernels.MatrixMultiply;

/// <summary>Classifier heads, forward and for gradients, and square products.</summary>
public class MatrixMultiplyBenchmarks
{
    private Memory<float> _left;
    private Memory<float> _right;
    private Memory<float> _output;
    private Memory<float> _workspace;
    private PackedMatrix _packed = null!;

    [ParamsSource(nameof(Cases))]
    public MatrixMultiplyCase Case { get; set; } = null!;

    public static IEnumerable<MatrixMultiplyCase> Cases =>
    [
        new("1 x 1280 x 1000", new(1, 1000, 1280)),
        new("32 x 1280 x 1000", new(32, 1000, 1280)),
        new("64 x 1280 x 5", new(64, 5, 1280)),
        new("gradient 1280 x 64 x 5", new(1280, 5, 64, TransposeLeft: true)),
        new("512 x 512 x 512", new(512, 512, 512)),
    ];

    [GlobalSetup]
    public void Setup()
    {
        _left = RandomNumbers.Create(Case.Geometry.LeftLength);
        _right = RandomNumbers.Create(Case.Geometry.RightLength);
        _output = RandomNumbers.Create(Case.Geometry.OutputLength);
        _workspace = RandomNumbers.Create(MatrixMultiplyKernel.UnpackedWorkspaceLength(Case.Geometry));
        _packed = PackedMatrix.Pack(_right.Span, Case.Geometry.Inner, Case.Geometry.Columns, transposed: false);
    }

    [Benchmark]
    public void Packed() => MatrixMultiplyKernel.Multiply(
        Case.Geometry, _left.Span, _packed, [], Activation.None, _output.Span, _workspace.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Unpacked() => MatrixMultiplyKernel.Multiply(
        Case.Geometry, _left.Span, _right.Span, [], Activation.None, _output.Span, _workspace.Span, WorkerPool.Sequential);
}
