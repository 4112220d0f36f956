using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels;

public sealed class ActivationGradientKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    public static TheoryData<Activation> Activations =>
        [Activation.None, Activation.Relu, Activation.Clip(-0.25f, 0.5f), Activation.LeakyRelu(0.1f), Activation.HardSigmoid(0.7f, 0.5f), Activation.Sigmoid];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Apply_FromTheResult_IsTheFiniteDifference(Activation activation)
    {
        float[] input = KernelAssert.Random(3, 20011);
        float[] behind = KernelAssert.Random(4, input.Length);
        float[] output = [.. input.Select(value => (float)activation.Apply(value))];
        const double Step = 1e-6;
        float[] expected =
        [
            .. input.Select((value, i) => (float)(behind[i] * (activation.Apply(value + Step) - activation.Apply(value - Step)) / (2 * Step))),
        ];
        GuardedBuffer found = new(behind);
        ActivationGradientKernel.Apply(activation, output, found.Span, found.Span, WorkerPool.Sequential);
        found.AssertGuardsUntouched();

        // The difference of two numbers of size 1, 2e-6 apart, keeps ten digits; the result of the activation is rounded to float.
        KernelAssert.Close(expected, new float[expected.Length], found.Span, 4);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Apply_EveryLength_IsTheDefinitionForAnyNumberOfThreads(Activation activation)
    {
        foreach (int length in Enumerable.Range(0, 40).Append(16383).Append(16385).Append(50021))
        {
            // Results at the limits are among them.
            float[] output = [.. KernelAssert.Random(length, length).Select((value, i) => (float)activation.Apply(i % 5 == 0 ? MathF.Round(value) : value))];
            float[] behind = KernelAssert.Random(length + 1, length);
            float[] expected = new float[length];
            if (activation.Kind == ActivationKind.Sigmoid)
            {
                ElementwiseReference.Binary(default(SigmoidResultGradient), output, behind, expected);
            }
            else
            {
                ActivationSlope slope = activation.Kind == ActivationKind.HardSigmoid ? new(0, 1, activation.First, 0) : ActivationSlope.Of(activation);
                ElementwiseReference.Binary(new SlopeGradient(slope), output, behind, expected);
            }

            GuardedBuffer one = new(length);
            GuardedBuffer two = new(behind);
            GuardedBuffer three = new(output);
            ActivationGradientKernel.Apply(activation, output, behind, one.Span, WorkerPool.Sequential);
            ActivationGradientKernel.Apply(activation, output, two.Span, two.Span, TwoThreads);
            ActivationGradientKernel.Apply(activation, three.Span, behind, three.Span, ThreeThreads);
            one.AssertGuardsUntouched();
            two.AssertGuardsUntouched();
            three.AssertGuardsUntouched();

            // Three roundings for the sigmoid, one for a slope.
            KernelAssert.Close(expected, one.Span, 3);
            KernelAssert.Identical(one.Span, two.Span);
            KernelAssert.Identical(one.Span, three.Span);
        }
    }

    [Fact]
    public void Apply_ShortBuffer_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ActivationGradientKernel.Apply(Activation.Relu, new float[3], new float[2], new float[3], WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => ActivationGradientKernel.Apply(Activation.Relu, new float[3], new float[3], new float[2], WorkerPool.Sequential));
    }

    [Fact]
    public void Apply_AtTheLimits_IsTheFlatSide()
    {
        float[] found = new float[3];
        ActivationGradientKernel.Apply(Activation.Clip(0, 6), [0, 3, 6], [5, 5, 5], found, WorkerPool.Sequential);
        Assert.Equal([0, 5, 0], found);
    }

    [Fact]
    public void Apply_HardSwish_IsRefused() => Assert.Throws<ArgumentException>(
        () => ActivationGradientKernel.Apply(Activation.HardSwish, new float[1], new float[1], new float[1], WorkerPool.Sequential));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 5)]
    [InlineData(20011, 3)]
    [InlineData(131, 8)]
    [InlineData(13, 31)]
    [InlineData(5003, 67)]
    public void ApplyAndSum_EverySize_IsTheDefinitionForAnyNumberOfThreads(int rows, int columns)
    {
        foreach (Activation activation in new[] { Activation.None, Activation.Relu, Activation.Clip(-0.25f, 0.5f), Activation.LeakyRelu(0.1f) })
        {
            float[] output = [.. KernelAssert.Random(1, rows * columns).Select(value => (float)activation.Apply(value))];
            float[] behind = KernelAssert.Random(2, output.Length);
            float[] before = KernelAssert.Random(3, columns);
            float[] expected = new float[output.Length];
            float[] expectedSums = [.. before];
            ElementwiseReference.Binary(new SlopeGradient(ActivationSlope.Of(activation)), output, behind, expected);
            ColumnSumsReference.Add(rows, columns, expected, expectedSums);
            GuardedBuffer one = new(output.Length);
            GuardedBuffer three = new(behind);
            GuardedBuffer oneSums = new(before);
            GuardedBuffer threeSums = new(before);
            ActivationGradientKernel.ApplyAndSum(activation, rows, columns, output, behind, one.Span, oneSums.Span, WorkerPool.Sequential);
            ActivationGradientKernel.ApplyAndSum(activation, rows, columns, output, three.Span, three.Span, threeSums.Span, ThreeThreads);
            one.AssertGuardsUntouched();
            three.AssertGuardsUntouched();
            oneSums.AssertGuardsUntouched();
            threeSums.AssertGuardsUntouched();
            KernelAssert.Close(expected, one.Span, 1);
            KernelAssert.Identical(one.Span, three.Span);
            KernelAssert.Identical(oneSums.Span, threeSums.Span);

            // Sums are of the size of the square root of their number of terms.
            float[] sizes = new float[columns];
            sizes.AsSpan().Fill(2 * MathF.Sqrt(rows));
            KernelAssert.Close(expectedSums, sizes, oneSums.Span, 8);
        }
    }

    [Theory]
    [InlineData(5, 6, 6, 3)]
    [InlineData(6, 5, 6, 3)]
    [InlineData(6, 6, 5, 3)]
    [InlineData(6, 6, 6, 2)]
    public void ApplyAndSum_ShortBuffer_IsRefused(int output, int outputGradient, int inputGradient, int sums) =>
        Assert.Throws<ArgumentException>(() => ActivationGradientKernel.ApplyAndSum(
            Activation.Relu, 2, 3, new float[output], new float[outputGradient], new float[inputGradient], new float[sums], WorkerPool.Sequential));
}
