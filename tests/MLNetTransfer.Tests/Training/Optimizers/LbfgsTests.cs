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

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void Minimise_ExactButIllConditioned_ConvergesToEightDigitsOfTheGradient(double condition)
    {
        Function function = new(40, (point, gradient) => Bowl(point, gradient, condition));
        double start = FirstGradientNorm(function);

        LbfgsResult result = Lbfgs.Minimise(function, new double[40], new LbfgsOptions { GradientTolerance = 1e-8 * start, MaximumIterations = 5000 });

        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.InRange(result.GradientNorm, 0, 1e-8 * start);
    }

    [Theory]
    [InlineData(1e2, 1)]
    [InlineData(1e4, 1)]
    [InlineData(1e6, 1)]
    [InlineData(1e4, 100)]
    public void Minimise_ValueInFloatPrecisionAndIllConditioned_StillFindsTheCentre(double condition, double offset)
    {
        // The value says nothing any more long before the gradient is small: what is left to gain drowns in the offset.
        Function function = new(40, (point, gradient) => (float)(offset + Bowl(point, gradient, condition)));
        double start = FirstGradientNorm(function);
        LbfgsOptions options = new() { GradientTolerance = 1e-8 * start, MaximumIterations = 5000, ValueNoise = 1e-7 };

        LbfgsResult result = Lbfgs.Minimise(function, new double[40], options);

        Assert.NotEqual(LbfgsStop.MaximumIterations, result.Stop);
        Assert.InRange(result.GradientNorm / start, 0, 1e-7);
    }

    [Theory]
    [InlineData(1e2)]
    [InlineData(1e4)]
    public void Minimise_ValueAndGradientInFloatPrecision_EndsNearTheCentre(double condition)
    {
        Function function = new(40, (point, gradient) =>
        {
            double value = Bowl(point, gradient, condition);
            for (int index = 0; index < gradient.Length; index++)
            {
                // As a sum of float terms of size one would round it.
                gradient[index] = (float)(gradient[index] + condition) - (float)condition;
            }

            return (float)(1 + value);
        });
        double start = FirstGradientNorm(function);
        LbfgsOptions options = new() { GradientTolerance = 1e-8 * start, MaximumIterations = 5000, ValueNoise = 1e-7 };

        LbfgsResult result = Lbfgs.Minimise(function, new double[40], options);

        Assert.NotEqual(LbfgsStop.MaximumIterations, result.Stop);
        Assert.InRange(result.GradientNorm / start, 0, 1e-6);
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

    // Curvatures from 1 to the condition, evenly in the logarithm; the centre is at 1, -1, 1, ...
    private static double Bowl(ReadOnlySpan<double> point, Span<double> gradient, double condition)
    {
        double value = 0;
        for (int index = 0; index < point.Length; index++)
        {
            double curvature = Math.Pow(condition, index / (point.Length - 1.0));
            double difference = point[index] - (index % 2 == 0 ? 1 : -1);
            value += 0.5 * curvature * difference * difference;
            gradient[index] = curvature * difference;
        }

        return value;
    }

    private static double FirstGradientNorm(Function function)
    {
        double[] gradient = new double[function.ParameterCount];
        function.Evaluate(new double[function.ParameterCount], gradient);
        return Math.Sqrt(gradient.Sum(each => each * each));
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
