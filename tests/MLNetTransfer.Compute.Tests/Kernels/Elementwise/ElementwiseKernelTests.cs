using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Elementwise;

public sealed class ElementwiseKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    // Each in a range where its result is far from 0 by cancellation, and with the error of its approximation in roundings.
    private static readonly Dictionary<string, Action> UnaryChecks = new()
    {
        ["Absolute"] = () => CheckUnary(default(AbsoluteOperator), -3, 3, 0),
        ["Clip"] = () => CheckUnary(new ClipOperator(-1, 2), -3, 3, 0),
        ["Erf"] = () => CheckUnary(default(ErfOperator), -5, 5, 4),
        ["Exponential"] = () => CheckUnary(default(ExponentialOperator), -80, 80, 1.5),
        ["Gelu"] = () => CheckUnary(default(GeluOperator), -0.8f, 8, 8),
        ["GeluTanh"] = () => CheckUnary(default(GeluTanhOperator), -0.8f, 8, 8),
        ["HardSigmoid"] = () => CheckUnary(new HardSigmoidOperator(0.2f, 0.5f), -2, 4, 4),
        ["HardSwish"] = () => CheckUnary(default(HardSwishOperator), -2, 4, 4),
        ["Identity"] = () => CheckUnary(default(IdentityOperator), -3, 3, 0),
        ["LeakyRelu"] = () => CheckUnary(new LeakyReluOperator(0.01f), -3, 3, 1),
        ["Logarithm"] = () => CheckUnary(default(LogarithmOperator), 2, 1e6f, 4),
        ["Negate"] = () => CheckUnary(default(NegateOperator), -3, 3, 0),
        ["Reciprocal"] = () => CheckUnary(default(ReciprocalOperator), 0.1f, 3, 1),
        ["Relu"] = () => CheckUnary(default(ReluOperator), -3, 3, 0),
        ["RoundToSteps"] = () => CheckUnary(new RoundToStepsOperator(0.01f, 100, 0, 255), -3, 3, 1),
        ["Sigmoid"] = () => CheckUnary(default(SigmoidOperator), -80, 80, 6),
        ["SquareRoot"] = () => CheckUnary(default(SquareRootOperator), 0, 3, 1),
        ["Tanh"] = () => CheckUnary(default(TanhOperator), -10, 10, 4),
    };

    private static readonly Dictionary<string, Action> BinaryChecks = new()
    {
        ["Add"] = () => CheckBinary(default(AddOperator), 1),
        ["Divide"] = () => CheckBinary(default(DivideOperator), 1),
        ["Maximum"] = () => CheckBinary(default(MaximumOperator), 0),
        ["Minimum"] = () => CheckBinary(default(MinimumOperator), 0),
        ["Multiply"] = () => CheckBinary(default(MultiplyOperator), 1),
        ["Power"] = () => CheckBinary(default(PowerOperator), 2),
        ["Reversed subtract"] = () => CheckBinary(default(ReversedOperator<SubtractOperator>), 1),
        ["Subtract"] = () => CheckBinary(default(SubtractOperator), 1),
    };

    public static TheoryData<string> UnaryNames => new(UnaryChecks.Keys);

    public static TheoryData<string> BinaryNames => new(BinaryChecks.Keys);

    private static IEnumerable<int> Lengths => [.. Enumerable.Range(0, 40), 1021, 16383, 16384, 16385, 50021];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Unary_EveryLength_IsTheDefinition(string name) => UnaryChecks[name]();

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Binary_EveryLengthAndForm_IsTheDefinition(string name) => BinaryChecks[name]();

    [Fact]
    public void Unary_ElementSomewhereElse_GetsTheSameBits()
    {
        float[] input = KernelAssert.Random(1, 100);
        float[] whole = new float[100];
        ElementwiseKernel.Unary(default(TanhOperator), input, whole, WorkerPool.Sequential);
        for (int start = 0; start < 100; start++)
        {
            float[] rest = new float[100 - start];
            ElementwiseKernel.Unary(default(TanhOperator), input.AsSpan(start), rest, WorkerPool.Sequential);
            KernelAssert.Identical(whole.AsSpan(start), rest);
        }
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(0f, 0f)]
    public void TanhAndErf_AtTheEnds_AreTheLimits(float value, float expected)
    {
        float[] output = new float[9];
        ElementwiseKernel.Unary(default(TanhOperator), [value, value, value, value, value, value, value, value, value], output, WorkerPool.Sequential);
        Assert.All(output, found => Assert.Equal(expected, found));
        ElementwiseKernel.Unary(default(ErfOperator), [value, value, value, value, value, value, value, value, value], output, WorkerPool.Sequential);
        Assert.All(output, found => Assert.Equal(expected, found));
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(-200f, 0f)]
    [InlineData(88.8f, float.PositiveInfinity)]
    [InlineData(-103f, 1.401298464e-45f)]
    public void Exponential_AtTheEnds_IsTheLimit(float value, float expected)
    {
        float[] output = new float[1];
        ElementwiseKernel.Unary(default(ExponentialOperator), [value], output, WorkerPool.Sequential);
        Assert.Equal(expected, output[0]);
    }

    [Theory]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1.0, 0.8427007929497149)]
    [InlineData(2.5, 0.9995930479825550)]
    [InlineData(4.0, 0.9999999845827421)]
    [InlineData(-1.5, -0.9661051464753107)]
    public void Erf_TabulatedValue_IsMet(double value, double expected) => Assert.Equal(expected, default(ErfOperator).Invoke(value), 1e-14);

    [Fact]
    public void BinaryRow_PartOfARow_IsRefused() => Assert.Throws<ArgumentException>(
        () => ElementwiseKernel.BinaryRow(default(AddOperator), new float[7], new float[3], new float[7], WorkerPool.Sequential));

    [Fact]
    public void Unary_ShortOutput_IsRefused() => Assert.Throws<ArgumentException>(
        () => ElementwiseKernel.Unary(default(ReluOperator), new float[7], new float[6], WorkerPool.Sequential));

    private static void CheckUnary<TOperator>(TOperator function, float low, float high, double roundings)
        where TOperator : struct, IUnaryOperator
    {
        foreach (int length in Lengths)
        {
            float[] input = Array.ConvertAll(KernelAssert.Random(length, length), unit => low + ((unit + 1) / 2 * (high - low)));
            float[] expected = new float[length];
            ElementwiseReference.Unary(function, input, expected);
            GuardedBuffer one = new(length);
            GuardedBuffer two = new(input);
            ElementwiseKernel.Unary(function, input, one.Span, WorkerPool.Sequential);
            ElementwiseKernel.Unary(function, two.Span, two.Span, TwoThreads);
            one.AssertGuardsUntouched();
            two.AssertGuardsUntouched();
            KernelAssert.Close(expected, one.Span, roundings + 0.5);
            KernelAssert.Identical(one.Span, two.Span);
        }
    }

    private static void CheckBinary<TOperator>(TOperator function, double roundings)
        where TOperator : struct, IBinaryOperator
    {
        foreach (int length in Lengths)
        {
            float[] left = Array.ConvertAll(KernelAssert.Random(length, length), unit => unit + 3);
            float[] right = Array.ConvertAll(KernelAssert.Random(length + 1, length), unit => unit - 3);
            Check(left, right, function, roundings, (output, pool) => ElementwiseKernel.Binary(function, left, right, output.Span, pool));
            Check(left, [1.5f], function, roundings, (output, pool) => ElementwiseKernel.BinaryScalar(function, left, 1.5f, output.Span, pool));
        }

        foreach ((int rows, int columns) in new[] { (0, 3), (1, 1), (5, 3), (20001, 3), (7, 8), (300, 64), (9, 257), (2, 20000), (1001, 100) })
        {
            float[] left = Array.ConvertAll(KernelAssert.Random(rows, rows * columns), unit => unit + 3);
            float[] row = Array.ConvertAll(KernelAssert.Random(rows + 1, columns), unit => unit - 3);
            Check(left, row, function, roundings, (output, pool) => ElementwiseKernel.BinaryRow(function, left, row, output.Span, pool));
        }
    }

    private static void Check<TOperator>(
        float[] left, float[] right, TOperator function, double roundings, Action<GuardedBuffer, WorkerPool> run)
        where TOperator : struct, IBinaryOperator
    {
        float[] expected = new float[left.Length];
        ElementwiseReference.Binary(function, left, right, expected);
        GuardedBuffer one = new(left.Length);
        GuardedBuffer two = new(left.Length);
        run(one, WorkerPool.Sequential);
        run(two, TwoThreads);
        one.AssertGuardsUntouched();
        two.AssertGuardsUntouched();
        KernelAssert.Close(expected, one.Span, roundings + 0.5);
        KernelAssert.Identical(one.Span, two.Span);
    }
}
