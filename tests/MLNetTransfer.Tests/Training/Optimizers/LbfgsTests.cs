using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Tests.Training.Optimizers;

public sealed class LbfgsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Minimise_Rosenbrock_FindsTheValley(int count)
    {
        double[] parameters = [.. Enumerable.Range(0, count).Select(index => index % 2 == 0 ? -1.2 : 1)];

        LbfgsResult result = Lbfgs.Minimise(new Function(count, Rosenbrock), parameters, new LbfgsOptions { GradientTolerance = 1e-9 });

        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.InRange(result.Iterations, 1, 100);
        Assert.InRange(result.GradientNorm, 0, 1e-9);
        Assert.All(parameters, value => Assert.Equal(1, value, 1e-8));
    }

    [Fact]
    public void Minimise_IllConditionedQuadratic_FindsItsCentre()
    {
        double[] parameters = new double[50];

        LbfgsResult result = Lbfgs.Minimise(new Function(50, Quadratic), parameters, new LbfgsOptions { GradientTolerance = 1e-8 });

        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.All(parameters.Select((value, index) => (value, index)), item => Assert.Equal(item.index, item.value, 1e-6));
    }

    [Fact]
    public void Minimise_EveryStep_GoesDown()
    {
        List<double> values = [];

        Lbfgs.Minimise(new Function(4, Rosenbrock), new double[4], new LbfgsOptions(), (_, value) => values.Add(value));

        Assert.True(values.Count > 5);
        Assert.Equal(values.OrderDescending(), values);
    }

    [Fact]
    public void Minimise_FewIterations_SaysSo()
    {
        LbfgsResult result = Lbfgs.Minimise(new Function(2, Rosenbrock), new double[2], new LbfgsOptions { MaximumIterations = 3 });

        Assert.Equal((LbfgsStop.MaximumIterations, 3), (result.Stop, result.Iterations));
    }

    [Fact]
    public void Minimise_OptimumAsStart_StopsThere()
    {
        LbfgsResult result = Lbfgs.Minimise(new Function(2, Rosenbrock), [1, 1], new LbfgsOptions());

        Assert.Equal((LbfgsStop.Converged, 0, 1), (result.Stop, result.Iterations, result.Evaluations));
    }

    [Fact]
    public void Minimise_ValueWithCoarseRounding_EndsWithoutFurtherDecrease()
    {
        double[] parameters = [-1.2, 1];

        LbfgsResult result = Lbfgs.Minimise(
            new Function(2, (point, gradient) => Math.Round(Rosenbrock(point, gradient), 3)), parameters, new LbfgsOptions { GradientTolerance = 1e-12 });

        Assert.Equal(LbfgsStop.NoFurtherDecrease, result.Stop);
        Assert.InRange(result.Value, 0, 0.01);
    }

    [Fact]
    public void Minimise_FunctionWithoutMinimum_Ends()
    {
        LbfgsResult result = Lbfgs.Minimise(new Function(1, Exponential), [0], new LbfgsOptions { GradientTolerance = 1e-6 });

        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.InRange(result.Value, 0, 1e-6);
    }

    [Fact]
    public void Minimise_NotFiniteAtTheStart_IsRefused() =>
        Assert.Throws<ArithmeticException>(() => Lbfgs.Minimise(new Function(1, (_, _) => double.NaN), [0], new LbfgsOptions()));

    [Fact]
    public void Minimise_InfiniteFurtherOut_StaysInside()
    {
        double[] parameters = [0.001];

        LbfgsResult result = Lbfgs.Minimise(new Function(1, LogarithmicBarrier), parameters, new LbfgsOptions { GradientTolerance = 1e-8 });

        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.Equal(0.5, parameters[0], 1e-7);
    }

    private static double Rosenbrock(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = 0;
        for (int index = 0; index < point.Length; index += 2)
        {
            double first = 1 - point[index];
            double second = point[index + 1] - (point[index] * point[index]);
            value += (first * first) + (100 * second * second);
            gradient[index] = (-2 * first) - (400 * point[index] * second);
            gradient[index + 1] = 200 * second;
        }

        return value;
    }

    private static double Quadratic(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = 0;
        for (int index = 0; index < point.Length; index++)
        {
            double curvature = Math.Pow(10, index / 12.5);
            double difference = point[index] - index;
            value += 0.5 * curvature * difference * difference;
            gradient[index] = curvature * difference;
        }

        return value;
    }

    private static double Exponential(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient[0] = -Math.Exp(-point[0]);
        return -gradient[0];
    }

    private static double LogarithmicBarrier(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient[0] = (1 / (1 - point[0])) - (1 / point[0]);
        return -Math.Log(point[0]) - Math.Log(1 - point[0]);
    }

    private delegate double Evaluation(ReadOnlySpan<double> point, Span<double> gradient);

    private sealed class Function(int count, Evaluation evaluation) : IObjective
    {
        public int ParameterCount => count;

        public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient) => evaluation(parameters, gradient);
    }
}
