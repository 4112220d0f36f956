using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Tests.Kernels;

/// <summary>The variants that the conformance suites run over, by name: the factory's list and the reference.</summary>
internal static class Variants
{
    public const string Reference = "Reference";

    public static IEnumerable<string> Names => TileVariants.All.Select(variant => variant.Name).Append(Reference);

    public static TileVariant? Named(string name) => name == Reference ? null : TileVariants.All.Single(variant => variant.Name == name);
}
