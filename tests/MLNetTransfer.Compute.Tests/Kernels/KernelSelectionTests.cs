using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Tests.Kernels;

public sealed class KernelSelectionTests
{
    [Fact]
    public void Level_AsTheEnvironmentAsks_IsInForce()
    {
        string? requested = Environment.GetEnvironmentVariable(KernelSelection.EnvironmentVariable);
        KernelLevel expected = string.IsNullOrEmpty(requested) ? KernelSelection.HardwareLevel : Enum.Parse<KernelLevel>(requested, ignoreCase: true);
        Assert.Equal(expected, KernelSelection.Level);
        Assert.Equal(expected == KernelLevel.Reference, TileVariants.For(KernelSelection.Level) is null);
    }

    [Theory]
    [InlineData("EnableAVX512", 512)]
    [InlineData("EnableAVX2", 256)]
    [InlineData("EnableHWIntrinsic", 128)]
    public void HardwareLevel_WhenTheRuntimeIsToldToDoWithout_IsLower(string setting, int width)
    {
        string? value = Environment.GetEnvironmentVariable($"DOTNET_{setting}");
        bool isAccelerated = width switch
        {
            512 => Vector512.IsHardwareAccelerated,
            256 => Vector256.IsHardwareAccelerated,
            _ => Vector128.IsHardwareAccelerated,
        };
        if (value == "0")
        {
            Assert.False(isAccelerated, $"DOTNET_{setting}=0 is set, and {width} bits are still in use.");
            Assert.True(KernelSelection.HardwareLevel < Enum.Parse<KernelLevel>($"Vector{width}"));
        }
        else
        {
            Assert.Equal(isAccelerated, KernelSelection.HardwareLevel >= Enum.Parse<KernelLevel>($"Vector{width}"));
        }
    }

    [Theory]
    [InlineData("reference", KernelLevel.Reference)]
    [InlineData("vector128", KernelLevel.Vector128)]
    [InlineData("Vector256", KernelLevel.Vector256)]
    [InlineData("VECTOR512", KernelLevel.Vector512)]
    public void Choose_KnownName_GivesIt(string requested, KernelLevel expected) => Assert.Equal(expected, KernelSelection.Choose(requested));

    [Theory]
    [InlineData("avx2")]
    [InlineData("2")]
    public void Choose_UnknownName_ListsThoseThereAre(string requested)
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => KernelSelection.Choose(requested));
        Assert.Contains(requested, exception.Message, StringComparison.Ordinal);
        Assert.Contains("vector256", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_EachLevel_IsTheWidthItNames()
    {
        foreach (KernelLevel level in new[] { KernelLevel.Vector128, KernelLevel.Vector256, KernelLevel.Vector512 })
        {
            Assert.StartsWith(level.ToString(), TileVariants.For(level)!.Name, StringComparison.Ordinal);
        }
    }
}
