using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.MatrixMultiply;

public sealed class MatrixMultiplyKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    public static TheoryData<string> VariantNames => new(Variants.Names);

    private static IReadOnlyList<MatrixMultiplyCase> Cases { get; } = [.. AllCases()];

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Multiply_EveryCase_IsTheDefinition(string variant)
    {
        foreach (MatrixMultiplyCase testCase in Cases)
        {
            MatrixMultiplyGeometry geometry = testCase.Geometry;
            float[] left = KernelAssert.Random(testCase.Seed, geometry.LeftLength);
            float[] right = KernelAssert.Random(testCase.Seed + 1, geometry.RightLength);
            float[] bias = KernelAssert.Random(testCase.Seed + 2, testCase.HasBias ? geometry.Columns : 0);
            float[] expected = KernelAssert.Random(testCase.Seed + 3, geometry.OutputLength);
            float[] magnitudes = Array.ConvertAll(expected, Math.Abs);
            MatrixMultiplyReference.Multiply(geometry, left, right, bias, testCase.Activation, expected);
            MatrixMultiplyReference.Multiply(
                geometry with { Alpha = Math.Abs(geometry.Alpha), Beta = Math.Abs(geometry.Beta) },
                Array.ConvertAll(left, Math.Abs),
                Array.ConvertAll(right, Math.Abs),
                Array.ConvertAll(bias, Math.Abs),
                Activation.None,
                magnitudes);
            foreach (bool isPacked in new[] { true, false })
            {
                float[] one = Run(testCase, variant, isPacked, left, right, bias, WorkerPool.Sequential);
                float[] two = Run(testCase, variant, isPacked, left, right, bias, TwoThreads);
                try
                {
                    KernelAssert.Close(expected, magnitudes, one, Math.Sqrt(geometry.Inner) + 4);
                    KernelAssert.Identical(one, two);
                }
                catch (Xunit.Sdk.XunitException exception)
                {
                    Assert.Fail($"{testCase} with {variant}, packed before: {isPacked}: {exception.Message}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Multiply_RowAlone_GivesTheBytesItHasAmongOthers(string variant)
    {
        MatrixMultiplyGeometry geometry = new(13, 37, 600);
        float[] left = KernelAssert.Random(1, geometry.LeftLength);
        float[] right = KernelAssert.Random(2, geometry.RightLength);
        float[] together = Run(new(geometry), variant, true, left, right, [], WorkerPool.Sequential);
        for (int row = 0; row < geometry.Rows; row++)
        {
            float[] alone = Run(
                new(geometry with { Rows = 1 }), variant, true, left.AsSpan(row * geometry.Inner, geometry.Inner).ToArray(), right, [], WorkerPool.Sequential);
            KernelAssert.Identical(together.AsSpan(row * geometry.Columns, geometry.Columns), alone);
        }
    }

    [Fact]
    public void Multiply_PackedMatrixOfAnotherSize_IsRefused()
    {
        PackedMatrix right = PackedMatrix.Pack(new float[6], 2, 3, transposed: false);
        Assert.Throws<ArgumentException>(() => MatrixMultiplyKernel.Multiply(
            new MatrixMultiplyGeometry(1, 3, 3), new float[3], right, [], default, new float[3], [], WorkerPool.Sequential));
    }

    [Fact]
    public void Multiply_HandComputed_IsExact()
    {
        float[] output = [1, 1, 1, 1];
        MatrixMultiplyReference.Multiply(
            new MatrixMultiplyGeometry(2, 2, 2, Alpha: 2, Beta: 3), [1, 2, 3, 4], [5, 6, 7, 8], [100, 200], Activation.None, output);
        Assert.Equal([141, 247, 189, 303], output);
    }

    private static IEnumerable<MatrixMultiplyCase> AllCases()
    {
        foreach (int rows in new[] { 1, 2, 3, 5, 6, 7, 11, 12, 13, 25, 97 })
        {
            foreach (int columns in new[] { 1, 2, 5, 8, 15, 16, 17, 31, 33, 64 })
            {
                yield return new(new MatrixMultiplyGeometry(rows, columns, 23), HasBias: columns % 2 == 1);
            }
        }

        foreach (int inner in new[] { 0, 1, 2, 3, 255, 256, 257, 384, 385, 700 })
        {
            yield return new(new MatrixMultiplyGeometry(14, 34, inner), Activation.Relu, HasBias: true);
        }

        for (int transposition = 0; transposition < 4; transposition++)
        {
            bool transposeLeft = (transposition & 1) != 0;
            bool transposeRight = (transposition & 2) != 0;
            yield return new(new MatrixMultiplyGeometry(19, 21, 40, transposeLeft, transposeRight));
            yield return new(new MatrixMultiplyGeometry(19, 21, 40, transposeLeft, transposeRight, Alpha: 0.5f, Beta: -2), HasBias: true);
            yield return new(new MatrixMultiplyGeometry(19, 21, 40, transposeLeft, transposeRight, Beta: 1, LeftStride: 47, OutputStride: 29), Activation.Sigmoid);
        }

        yield return new(new MatrixMultiplyGeometry(0, 5, 5));
        yield return new(new MatrixMultiplyGeometry(5, 0, 5));
        yield return new(new MatrixMultiplyGeometry(1, 1000, 1280), HasBias: true);
        yield return new(new MatrixMultiplyGeometry(1280, 5, 32, TransposeLeft: true));
    }

    private static float[] Run(MatrixMultiplyCase testCase, string variant, bool isPacked, float[] left, float[] right, float[] bias, WorkerPool pool)
    {
        MatrixMultiplyGeometry geometry = testCase.Geometry;
        GuardedBuffer output = new(KernelAssert.Random(testCase.Seed + 3, geometry.OutputLength));
        TileVariant? tile = Variants.Named(variant);
        if (isPacked)
        {
            PackedMatrix packed = PackedMatrix.Pack(right, geometry.Inner, geometry.Columns, geometry.TransposeRight, tile);
            GuardedBuffer workspace = new(MatrixMultiplyKernel.WorkspaceLength(geometry));
            MatrixMultiplyKernel.Multiply(geometry, left, packed, bias, testCase.Activation, output.Span, workspace.Span, pool);
            workspace.AssertGuardsUntouched();
        }
        else
        {
            GuardedBuffer workspace = new(MatrixMultiplyKernel.UnpackedWorkspaceLength(geometry, tile));
            MatrixMultiplyKernel.Multiply(geometry, left, right, bias, testCase.Activation, output.Span, workspace.Span, pool, tile);
            workspace.AssertGuardsUntouched();
        }

        output.AssertGuardsUntouched();
        return output.Span.ToArray();
    }
}
