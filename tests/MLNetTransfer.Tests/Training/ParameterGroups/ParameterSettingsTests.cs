using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.ParameterGroups;

public sealed class ParameterSettingsTests
{
    private static readonly Parameter[] Network =
    [
        Make("conv", ParameterKind.Weight, 0),
        Make("scale", ParameterKind.Normalization, 1),
        Make("top", ParameterKind.Weight, 2),
        Make("head", ParameterKind.Weight, 3, isHead: true),
        Make("head.bias", ParameterKind.Bias, 3, isHead: true),
    ];

    [Fact]
    public void Of_Defaults_HeadLearnsTenTimesFasterAndNothingDecays()
    {
        IReadOnlyList<ParameterSetting> settings = ParameterSettings.Of(Network);
        Assert.Equal(Network, settings.Select(setting => setting.Parameter));
        Assert.Equal([1, 1, 1, 10, 10], settings.Select(setting => setting.RateFactor));
        Assert.All(settings, setting => Assert.Equal(0, setting.WeightDecay));
    }

    [Fact]
    public void Of_DepthDecay_LowersTheRateDownwards()
    {
        IReadOnlyList<ParameterSetting> settings = ParameterSettings.Of(Network, new ParameterRules { DepthDecay = 0.5, HeadFactor = 4 });
        Assert.Equal([0.125, 0.25, 0.5, 4, 4], settings.Select(setting => setting.RateFactor));
    }

    [Theory]
    [InlineData(false, new[] { 0.1, 0, 0.1, 0.1, 0 })]
    [InlineData(true, new[] { 0.1, 0.1, 0.1, 0.1, 0.1 })]
    public void Of_WeightDecay_SparesBiasesAndNormalizationsUnlessAskedFor(bool all, double[] expected) => Assert.Equal(
        expected,
        ParameterSettings.Of(Network, new ParameterRules { WeightDecay = 0.1, DecaysBiasesAndNormalizations = all }).Select(setting => setting.WeightDecay));

    [Fact]
    public void Of_OneNameTwice_IsRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => ParameterSettings.Of([Network[0], Network[0]]));
        Assert.Contains("'conv'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(double.NaN, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1.1, 0)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, double.PositiveInfinity)]
    public void Of_RulesOutOfRange_AreRefused(double head, double depth, double decay) => Assert.Throws<ArgumentOutOfRangeException>(
        () => ParameterSettings.Of(Network, new ParameterRules { HeadFactor = head, DepthDecay = depth, WeightDecay = decay }));

    [Fact]
    public void Parameter_GradientOfAnotherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Parameter("w", Tensor.FromValues(1f, 2f), gradient: Tensor.FromValues(1f)));

    private static Parameter Make(string name, ParameterKind kind, int depth, bool isHead = false) => new(name, Tensor.FromValues(1f), kind, depth, isHead);
}
