using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.Optimizers;

public sealed class GradientClippingTests
{
    [Fact]
    public void ByGlobalNorm_NormAboveTheMaximum_ScalesAllGradientsToIt()
    {
        Parameter[] parameters = [WithGradient("a", 3, 0, 0), WithGradient("b", [.. Enumerable.Repeat(1f, 16)])];

        double norm = GradientClipping.ByGlobalNorm(parameters, 2);

        Assert.Equal(5, norm);
        Assert.Equal([1.2f, 0, 0], parameters[0].Gradient.Span.ToArray(), (expected, found) => Math.Abs(expected - found) < 1e-6);
        Assert.All(parameters[1].Gradient.Span.ToArray(), slope => Assert.Equal(0.4f, slope, 1e-6f));
        Assert.Equal(2, GradientClipping.ByGlobalNorm(parameters, double.PositiveInfinity), 1e-6);
    }

    [Theory]
    [InlineData(6.0)]
    [InlineData(double.PositiveInfinity)]
    public void ByGlobalNorm_NormBelowTheMaximum_ChangesNothing(double maximum)
    {
        Parameter parameter = WithGradient("a", 3, -4);
        Assert.Equal(5, GradientClipping.ByGlobalNorm([parameter], maximum));
        Assert.Equal([3, -4], parameter.Gradient.Span.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ByGlobalNorm_GradientNotFinite_SaysSoAndChangesNothing(float slope)
    {
        Parameter parameter = WithGradient("a", 3, slope);
        Assert.False(double.IsFinite(GradientClipping.ByGlobalNorm([parameter], 1)));
        Assert.Equal([3, slope], parameter.Gradient.Span.ToArray());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void ByGlobalNorm_MaximumOutOfRange_IsRefused(double maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByGlobalNorm([], maximum));

    private static Parameter WithGradient(string name, params float[] gradient) =>
        new(name, Tensor.Create<float>(new Shape(gradient.Length)), gradient: Tensor.FromValues(gradient));
}
