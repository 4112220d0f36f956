using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// How a weight gradient is divided, decided from its sizes and the tile alone. It is the product of the windows of the input, transposed (rows: a channel and a
/// tap), with the output gradient (columns: its channels), summed over pixels. Pixels are cut into segments, which are output rows or, of long rows,
/// pieces; segments into blocks that are brought into the order of the tile and multiplied at once; blocks into chunks, whose sums are added up at the end. A part
/// of the work is a group, a chunk and a range of input channels.
/// </summary>
internal readonly struct WeightGradientPlan
{
    private const int WantedParts = 16;
    private const int WantedPixelsOfStep = 256;
    private const int MostSegmentsOfStep = 64;
    private const int WantedElementsOfBlock = 32768;
    private const int MostStepsOfBlock = 8;
    private const int LeastPixelsOfChunk = 1024;
    private const int MostSums = 1 << 20;

    // Multiply-adds that take as long as transposing one element.
    private const int MultipliesOfTransposing = 16;

    /// <summary>Makes the plan of a convolution of at least one picture.</summary>
    public WeightGradientPlan(in ConvolutionGeometry geometry, TileVariant tile)
    {
        Tile = tile;
        IsSwapped = geometry.IsPointwise && Cost(geometry.GroupOutputChannels, geometry.GroupInputChannels, tile)
            < Cost(geometry.GroupInputChannels, geometry.GroupOutputChannels, tile);
        Geometry = geometry;
        if (geometry.IsPointwise)
        {
            Geometry = new ConvolutionGeometry(
                1,
                1,
                geometry.Batch * geometry.InputHeight * geometry.InputWidth,
                IsSwapped ? geometry.OutputChannels : geometry.InputChannels,
                IsSwapped ? geometry.InputChannels : geometry.OutputChannels,
                1,
                1,
                Groups: geometry.Groups);
        }

        int width = Geometry.OutputWidth;
        Pieces = width <= WantedPixelsOfStep * 3 / 2 ? 1 : CeilingDivide(width, WantedPixelsOfStep);
        SegmentWidth = Pieces == 1 ? width : RoundUp(CeilingDivide(width, Pieces), 8);
        Pieces = CeilingDivide(width, SegmentWidth);
        Segments = Geometry.Batch * Geometry.OutputHeight * Pieces;
        SegmentsOfStep = Pieces > 1 ? 1 : Math.Clamp((WantedPixelsOfStep + (SegmentWidth / 2)) / SegmentWidth, 1, MostSegmentsOfStep);
        Taps = Geometry.KernelHeight * Geometry.KernelWidth;
        Channels = Geometry.GroupInputChannels;
        Columns = Geometry.GroupOutputChannels;
        Panels = CeilingDivide(Columns, tile.Columns);

        LineStep = Geometry.KernelHeight == 1 ? 1 : Geometry.StrideY;
        LineReach = ((Geometry.KernelHeight - 1) * Geometry.DilationY) + 1;
        int reach = (Geometry.KernelWidth - 1) * Geometry.DilationX;
        Phases = Math.Min(Geometry.StrideX, reach + 1);
        PhaseLength = SegmentWidth + (reach / Geometry.StrideX);

        // Blocks of several steps transpose fewer lines twice, as long as they stay in the cache.
        long elementsOfStep = ((long)Channels * Lines(SegmentsOfStep) * LineLength) + ((long)Panels * SegmentsOfStep * SegmentWidth * tile.Columns);
        int steps = Pieces > 1 ? 1 : (int)Math.Clamp(WantedElementsOfBlock / elementsOfStep, 1, MostStepsOfBlock);
        SegmentsOfBlock = SegmentsOfStep * steps;

        int blocks = CeilingDivide(Segments, SegmentsOfBlock);
        long sums = (long)RoundUp(Channels * Taps, tile.Rows) * Panels * tile.Columns * Geometry.Groups;
        long most = Math.Min((long)Segments * SegmentWidth / LeastPixelsOfChunk, MostSums / sums);
        int chunks = (int)Math.Clamp(Math.Min(most, CeilingDivide(WantedParts, Geometry.Groups)), 1, blocks);
        BlocksOfChunk = CeilingDivide(blocks, chunks);
        Chunks = CeilingDivide(blocks, BlocksOfChunk);
        int ranges = CeilingDivide(WantedParts, Chunks * Geometry.Groups);
        ChannelsOfPart = Math.Min(Channels, RoundUp(CeilingDivide(Channels, ranges), Taps == 1 ? 24 : 8));
        ChannelRanges = CeilingDivide(Channels, ChannelsOfPart);

        // An odd number of cache lines, so that channels do not fall on the same places of the cache.
        ChannelLength = RoundUp(checked(Lines(SegmentsOfBlock) * LineLength), 16) | 16;
        TilesOfPart = CeilingDivide(ChannelsOfPart * Taps, tile.Rows);
        SumsLength = checked(TilesOfPart * tile.Rows * Panels * tile.Columns);
        PartLength = checked((ChannelsOfPart * ChannelLength) + (Panels * SegmentsOfBlock * SegmentWidth * tile.Columns) + SumsLength);
        PartLength = RoundUp(PartLength, 16);
        WorkspaceLength = checked(PartCount * PartLength);
    }

    /// <summary>The tile that computes it.</summary>
    public TileVariant Tile { get; }

    /// <summary>Whether input and output gradient change places, which a convolution of single pixels allows.</summary>
    public bool IsSwapped { get; }

    /// <summary>The convolution; that of single pixels is one row of pixels, with its channels exchanged when they are swapped.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <summary>Kernel positions.</summary>
    public int Taps { get; }

    /// <summary>Input channels of a group.</summary>
    public int Channels { get; }

    /// <summary>Output channels of a group.</summary>
    public int Columns { get; }

    /// <summary>Panels of a group.</summary>
    public int Panels { get; }

    /// <summary>Pieces of an output row.</summary>
    public int Pieces { get; }

    /// <summary>Output pixels of a segment; the last piece of a row may have fewer.</summary>
    public int SegmentWidth { get; }

    /// <summary>Segments of all pictures, in the order of the output.</summary>
    public int Segments { get; }

    /// <summary>Segments that a tile sums up at once.</summary>
    public int SegmentsOfStep { get; }

    /// <summary>Segments that are transposed and packed at once.</summary>
    public int SegmentsOfBlock { get; }

    /// <summary>Blocks of a chunk.</summary>
    public int BlocksOfChunk { get; }

    /// <summary>Chunks.</summary>
    public int Chunks { get; }

    /// <summary>Transposed lines from one output row to the next; a kernel of one row skips those that it does not see.</summary>
    public int LineStep { get; }

    /// <summary>Transposed lines that an output row sees.</summary>
    public int LineReach { get; }

    /// <summary>Phases of the horizontal stride that the kernel sees; each is stored as a run of its own.</summary>
    public int Phases { get; }

    /// <summary>Elements of a phase of a transposed line.</summary>
    public int PhaseLength { get; }

    /// <summary>Elements of a transposed line.</summary>
    public int LineLength => Phases * PhaseLength;

    /// <summary>Input channels of a part; the last one may have fewer.</summary>
    public int ChannelsOfPart { get; }

    /// <summary>Ranges of input channels.</summary>
    public int ChannelRanges { get; }

    /// <summary>Elements from one transposed channel to the next.</summary>
    public int ChannelLength { get; }

    /// <summary>Tiles of a part, from top to bottom.</summary>
    public int TilesOfPart { get; }

    /// <summary>Sums of a part: [tiles, panels, tile rows, tile columns].</summary>
    public int SumsLength { get; }

    /// <summary>Scratch of a part: the sums, the transposed windows, the packed output gradient.</summary>
    public int PartLength { get; }

    /// <summary>Number of parts: [groups, chunks, channel ranges].</summary>
    public int PartCount => Geometry.Groups * Chunks * ChannelRanges;

    /// <summary>Scratch of all parts.</summary>
    public int WorkspaceLength { get; }

    private static int Cost(int rows, int columns, TileVariant tile) =>
        (RoundUp(rows, tile.Rows) * RoundUp(columns, tile.Columns)) + (rows * MultipliesOfTransposing);

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private static int RoundUp(int value, int multiple) => CeilingDivide(value, multiple) * multiple;

    // The lines that consecutive output rows see; each picture begins anew.
    private int Lines(int segments)
    {
        int pictures = Math.Min(segments, 1 + CeilingDivide(segments - 1, Geometry.OutputHeight));
        int extra = LineReach - LineStep;
        return (segments * LineStep) + (extra > 0 ? extra * pictures : extra);
    }
}
