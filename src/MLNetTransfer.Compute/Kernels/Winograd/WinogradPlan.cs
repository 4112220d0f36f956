using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Winograd;

/// <summary>
/// How a convolution is divided, decided from its sizes and the matrix tile alone: its results into tiles of 4 x 4, in the order of pictures, rows and columns, and the tiles into
/// blocks that are transformed, multiplied and transformed back at once.
/// </summary>
internal readonly struct WinogradPlan
{
    // Whole vectors at every level, and so many channels that the products outweigh the transforms.
    private const int ChannelMultiple = 16;

    // Scratch that stays in the second-level cache. More tiles than that where there are many channels, so that weights are read less often.
    private const int WantedElementsOfBlock = 1 << 17;
    private const int LeastTilesOfBlock = 24;

    private const int MostTilesOfOnePass = 128;

    /// <summary>Makes the plan of a convolution that <see cref="Supports"/> accepts.</summary>
    public WinogradPlan(in ConvolutionGeometry geometry, TileVariant tile)
    {
        Geometry = geometry;
        RowsOfTiles = CeilingDivide(geometry.OutputHeight, WinogradTransform.OutputSide);
        ColumnsOfTiles = CeilingDivide(geometry.OutputWidth, WinogradTransform.OutputSide);
        Tiles = checked(geometry.Batch * RowsOfTiles * ColumnsOfTiles);
        InputStride = geometry.InputChannels + ChannelMultiple;
        OutputStride = geometry.OutputChannels + ChannelMultiple;
        int elementsOfTile = WinogradTransform.Positions * (InputStride + OutputStride);
        TilesOfBlock = Math.Max(LeastTilesOfBlock, WantedElementsOfBlock / elementsOfTile);
        TilesOfBlock = Tiles <= MostTilesOfOnePass ? Math.Max(1, Tiles) : RoundUp(CeilingDivide(Tiles, CeilingDivide(Tiles, TilesOfBlock)), tile.Rows);
        Blocks = CeilingDivide(Tiles, TilesOfBlock);
        ScratchLength = checked(TilesOfBlock * elementsOfTile);
        Slots = Math.Min(Blocks, ScratchSlots.Most);
        WorkspaceLength = checked(Slots * ScratchLength);
    }

    /// <summary>The convolution.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <summary>Tiles of a picture from top to bottom.</summary>
    public int RowsOfTiles { get; }

    /// <summary>Tiles of a picture from left to right.</summary>
    public int ColumnsOfTiles { get; }

    /// <summary>Tiles of all pictures.</summary>
    public int Tiles { get; }

    /// <summary>
    /// Elements from one transformed element of a tile to the next: an odd number of cache lines for the usual numbers of channels, so that they do not fall on the same places of
    /// the cache.
    /// </summary>
    public int InputStride { get; }

    /// <summary>The same of the products.</summary>
    public int OutputStride { get; }

    /// <summary>Tiles of a block; the last one may have fewer.</summary>
    public int TilesOfBlock { get; }

    /// <summary>Number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>Scratch of a block: the transformed pixels [tiles, 36, input channels] and their products [tiles, 36, output channels].</summary>
    public int ScratchLength { get; }

    /// <summary>Number of pieces of such scratch.</summary>
    public int Slots { get; }

    /// <summary>Elements of all scratch.</summary>
    public int WorkspaceLength { get; }

    /// <summary>
    /// Whether a convolution is computed this way: 3 x 3, dense and of stride 1, with many channels. Batch, picture size and padding do not matter, so that plans for several
    /// sizes share the weights.
    /// </summary>
    public static bool Supports(in ConvolutionGeometry geometry) =>
        geometry.KernelHeight == 3 && geometry.KernelWidth == 3
        && geometry.StrideY == 1 && geometry.StrideX == 1 && geometry.DilationY == 1 && geometry.DilationX == 1 && geometry.Groups == 1
        && geometry.InputChannels % ChannelMultiple == 0 && geometry.OutputChannels % ChannelMultiple == 0;

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private static int RoundUp(int value, int multiple) => CeilingDivide(value, multiple) * multiple;
}
