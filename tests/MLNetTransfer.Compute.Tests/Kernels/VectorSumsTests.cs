using MLNetTransfer.Compute.Kernels;

namespace MLNetTransfer.Compute.Tests.Kernels;

public sealed class VectorSumsTests
{
    [Fact]
    public void Add_EveryLength_IsTheSumAlsoInPlace()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] left = KernelAssert.Random(1, length);
            float[] right = KernelAssert.Random(2, length);
            float[] expected = [.. left.Zip(right, (first, second) => first + second)];
            GuardedBuffer[] targets = [new(length), new(left), new(right)];
            VectorSums.Add(left, right, targets[0].Span);
            VectorSums.Add(targets[1].Span, right, targets[1].Span);
            VectorSums.Add(left, targets[2].Span, targets[2].Span);
            foreach (GuardedBuffer target in targets)
            {
                target.AssertGuardsUntouched();
                KernelAssert.Identical(expected, target.Span);
            }
        }
    }
}
