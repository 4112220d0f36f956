using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels;

public sealed class ActivationGradientKernelTests
{
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
}
