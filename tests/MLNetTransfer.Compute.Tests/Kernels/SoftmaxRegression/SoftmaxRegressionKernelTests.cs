using MLNetTransfer.Compute.Kernels.SoftmaxRegression;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.SoftmaxRegression;

public sealed class SoftmaxRegressionKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            TheoryData<int, int, int> sizes = new() { { 0, 5, 3 }, { 7, 0, 2 }, { 1, 1, 1 }, { 2000, 40, 5 }, { 301, 1280, 5 } };
            for (int classes = 1; classes <= SoftmaxRegressionKernel.MaximumClasses; classes++)
            {
                sizes.Add(10 + classes, 19 + classes, classes);
            }

            for (int features = 1; features <= 34; features++)
            {
                sizes.Add(6, features, 3);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Evaluate_EverySize_IsTheDefinition(int rows, int features, int classes)
    {
        Problem problem = new(rows, features, classes);
        Evaluation expected = problem.Reference();
        Evaluation found = problem.Run(WorkerPool.Sequential);

        // A logit is rounded at each of the features' additions, with random signs: sqrt(features) roundings of the sum of its terms, which is below sqrt(features); a slope
        // moves by as much as its logit at most. The gradient adds rows of such slopes, and rounds once more for each.
        double slope = 1.2e-7 * (4 + Math.Sqrt(features)) * Math.Sqrt(features + 1.0);
        double allowed = (4 * slope * Math.Sqrt(rows)) + (1.2e-7 * (1 + rows));
        Assert.Equal(expected.Loss, found.Loss, (slope * rows) + 1e-9);
        Assert.Equal(expected.Correct, found.Correct);
        for (int index = 0; index < expected.Gradient.Length; index++)
        {
            Assert.True(Math.Abs(expected.Gradient[index] - found.Gradient[index]) <= allowed, $"Element {index} is {found.Gradient[index]}, expected {expected.Gradient[index]} within {allowed}.");
        }
    }

    [Theory]
    [InlineData(301, 50, 5)]
    [InlineData(1999, 33, 2)]
    public void Evaluate_AnyNumberOfThreads_GivesTheSameBits(int rows, int features, int classes)
    {
        Problem problem = new(rows, features, classes);
        Evaluation one = problem.Run(WorkerPool.Sequential);

        foreach (WorkerPool pool in (WorkerPool[])[TwoThreads, ThreeThreads])
        {
            Evaluation several = problem.Run(pool);
            Assert.Equal(one.Loss, several.Loss);
            Assert.Equal(one.Gradient, several.Gradient);
        }
    }

    [Fact]
    public void Evaluate_Reference_HasTheGradientOfItsLoss()
    {
        const double Step = 1e-3;
        Problem problem = new(5, 4, 3);

        // The gradient begins with ones.
        Evaluation at = problem.Reference();
        for (int index = 0; index < problem.Weights.Length; index++)
        {
            float before = problem.Weights[index];
            problem.Weights[index] = before + (float)Step;
            double above = problem.Reference().Loss;
            problem.Weights[index] = before - (float)Step;
            double below = problem.Reference().Loss;
            problem.Weights[index] = before;
            Assert.Equal(at.Gradient[index] - 1, (above - below) / (2 * Step), 1e-4);
        }
    }

    [Fact]
    public void Evaluate_HandComputed()
    {
        double[] gradient = new double[2];
        double[] bias = new double[2];

        // Logits 0 and ln 3: probabilities 1/4 and 3/4.
        (double loss, int correct) = SoftmaxRegressionKernel.Evaluate(1, 1, 2, [2], [0], [10], [0, 0.5f * MathF.Log(3)], [0, 0], gradient, bias, WorkerPool.Sequential);

        Assert.Equal(10 * Math.Log(4), loss, 1e-5);
        Assert.Equal(0, correct);
        Assert.Equal([-15, 15], gradient.Select(value => Math.Round(value, 5)));
        Assert.Equal([-7.5, 7.5], bias.Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void Evaluate_LargeLogits_DoesNotOverflow()
    {
        double[] gradient = new double[2];
        (double loss, _) = SoftmaxRegressionKernel.Evaluate(1, 1, 2, [1], [0], [1], [1e30f, -1e30f], [0, 0], gradient, new double[2], WorkerPool.Sequential);

        Assert.Equal(0, loss);
        Assert.Equal([0, 0], gradient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Evaluate_ShortBuffer_IsRefused(int which)
    {
        int Length(int index, int length) => which == index ? length - 1 : length;

        Assert.ThrowsAny<ArgumentException>(() => SoftmaxRegressionKernel.Evaluate(
            2,
            3,
            2,
            new float[Length(0, 6)],
            new int[Length(1, 2)],
            new float[Length(2, 2)],
            new float[Length(3, 6)],
            new float[Length(4, 2)],
            new double[Length(5, 6)],
            new double[Length(6, 2)],
            WorkerPool.Sequential));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Evaluate_LabelOutOfRange_IsRefused(int label) => Assert.ThrowsAny<ArgumentException>(
        () => SoftmaxRegressionKernel.Evaluate(1, 1, 2, [1], [label], [1], [1, 1], [0, 0], new double[2], new double[2], WorkerPool.Sequential));

    private sealed record Evaluation(double Loss, int Correct, double[] Gradient);

    private sealed class Problem(int rows, int features, int classes)
    {
        private readonly float[] _input = KernelAssert.Random(1, rows * features);
        private readonly int[] _labels = [.. Enumerable.Range(0, rows).Select(row => row * 7 % 13 % classes)];
        private readonly float[] _rowWeights = Array.ConvertAll(KernelAssert.Random(2, rows), value => 1 + (0.5f * value));
        private readonly float[] _bias = KernelAssert.Random(3, classes);

        public float[] Weights { get; } = KernelAssert.Random(4, classes * features);

        // What is there is added to.
        public Evaluation Reference()
        {
            double[] gradient = Enumerable.Repeat(1.0, classes * features).ToArray();
            double[] bias = Enumerable.Repeat(1.0, classes).ToArray();
            (double loss, int correct) = SoftmaxRegressionReference.Evaluate(rows, features, classes, _input, _labels, _rowWeights, Weights, _bias, gradient, bias);
            return new Evaluation(loss, correct, [.. gradient, .. bias]);
        }

        public Evaluation Run(WorkerPool pool)
        {
            double[] gradient = Enumerable.Repeat(1.0, classes * features).ToArray();
            double[] bias = Enumerable.Repeat(1.0, classes).ToArray();
            GuardedBuffer input = new(_input);
            (double loss, int correct) = SoftmaxRegressionKernel.Evaluate(rows, features, classes, input.Span, _labels, _rowWeights, Weights, _bias, gradient, bias, pool);
            input.AssertGuardsUntouched();
            return new Evaluation(loss, correct, [.. gradient, .. bias]);
        }
    }
}
