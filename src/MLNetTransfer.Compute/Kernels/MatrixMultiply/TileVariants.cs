using System.Runtime.Intrinsics.Arm;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>The tiles there are, and which one serves a level.</summary>
internal static class TileVariants
{
    /// <summary>All tiles, the widest first. Each runs on every machine; without its hardware it is only slow.</summary>
    public static IReadOnlyList<TileVariant> All { get; } =
    [
        new TileVariant<Vector512Tile12x32>(),
        new TileVariant<Vector256Tile6x16>(),
        new TileVariant<Vector128Tile8x8>(),
        new TileVariant<Vector128Tile4x8>(),
    ];

    /// <summary>The tile of a level; null for the reference, which has none.</summary>
    public static TileVariant? For(KernelLevel level) => level switch
    {
        KernelLevel.Vector512 => All[0],
        KernelLevel.Vector256 => All[1],

        // 128 bits come with 32 registers on arm64 and with 16 on x64.
        KernelLevel.Vector128 => AdvSimd.IsSupported ? All[2] : All[3],
        _ => null,
    };
}
