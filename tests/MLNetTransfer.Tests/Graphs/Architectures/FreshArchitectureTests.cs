using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;

namespace MLNetTransfer.Tests.Graphs.Architectures;

public sealed class FreshArchitectureTests
{
    [Theory]
    [InlineData("resnet18-random")]
    [InlineData("resnet34-random")]
    [InlineData("resnet50-random")]
    public void Build_ResNet_IsThatOfTheBuilder(string name)
    {
        Graph built = FreshArchitecture.Build(name, 3)!;

        Assert.Equal(ResNetBuilder.Build(int.Parse(name.AsSpan("resnet".Length, 2), System.Globalization.CultureInfo.InvariantCulture), 3).ParameterCount, built.ParameterCount);
    }

    [Theory]
    [InlineData("mobilenetv2-random", 1)]
    [InlineData("mobilenetv2-0.35-random", 0.35f)]
    [InlineData("mobilenetv2-2-random", 2)]
    public void Build_MobileNet_HasTheWidth(string name, float width) =>
        Assert.Equal(MobileNetV2Builder.Build(width, 3).ParameterCount, FreshArchitecture.Build(name, 3)!.ParameterCount);

    [Theory]
    [InlineData("")]
    [InlineData("resnet18")]
    [InlineData("resnet19-random")]
    [InlineData("mobilenetv2--random")]
    [InlineData("mobilenetv2-1e3-random")]
    [InlineData("resnet18-random\n")]
    public void Build_OtherName_IsNone(string name)
    {
        Assert.Null(FreshArchitecture.Build(name, 3));
        Assert.False(FreshArchitecture.IsName(name));
    }

    [Theory]
    [InlineData("mobilenetv2-0-random")]
    [InlineData("mobilenetv2-99-random")]
    public void Build_WidthOutOfRange_IsRefused(string name) =>
        Assert.Contains("expected 0.05 to 4", Assert.Throws<ArgumentException>(() => FreshArchitecture.Build(name, 3)).Message, StringComparison.Ordinal);
}
