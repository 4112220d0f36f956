using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// How a weight gradient is divided, decided from its sizes and the tile alone. It is the product of the windows of the input, transposed (rows: a channel and a
/// tap), with the output gradient (columns: its channels), summed over pixels. Pixels are cut into segments, which are output rows, pieces of long ones, or small
/// pictures; segments into blocks that are brought into the order of the tile and multiplied at once; blocks into chunks, whose sums are added up at the end. A part
/// of the work is a group, a chunk and a range of input channels or of panels.
/// </summary>
internal readonly struct WeightGradientPlan
{
    private const int WantedParts = 16;
    private const int LeastParts = 8;
    private const int WantedPixelsOfStep = 256;
    private const int MostPixelsOfStep = WantedPixelsOfStep * 3 / 2;
    private const int MostSegmentsOfStep = 64;
    private const int WantedElementsOfBlock = 32768;
    private const int MostStepsOfBlock = 8;
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

        Taps = Geometry.KernelHeight * Geometry.KernelWidth;
        Channels = Geometry.GroupInputChannels;
        Columns = Geometry.GroupOutputChannels;
        Panels = CeilingDivide(Columns, tile.Columns);
        int width = Geometry.OutputWidth;
        int picture = Geometry.OutputHeight * width;
        HasWholePictures = !geometry.IsPointwise && picture <= MostPixelsOfStep;
        Pieces = width <= MostPixelsOfStep ? 1 : CeilingDivide(width, WantedPixelsOfStep);
        SegmentLength = HasWholePictures ? picture : Pieces == 1 ? width : RoundUp(CeilingDivide(width, Pieces), 8);
        Pieces = CeilingDivide(width, SegmentLength);
        Segments = HasWholePictures ? Geometry.Batch : Geometry.Batch * Geometry.OutputHeight * Pieces;
        SegmentsOfStep = Pieces > 1 ? 1 : Math.Clamp((WantedPixelsOfStep + (SegmentLength / 2)) / SegmentLength, 1, MostSegmentsOfStep);
        SegmentsOfStep = CeilingDivide(Segments, CeilingDivide(Segments, SegmentsOfStep));

        int reachY = (Geometry.KernelHeight - 1) * Geometry.DilationY;
        int reachX = (Geometry.KernelWidth - 1) * Geometry.DilationX;
        LineStep = Geometry.KernelHeight == 1 ? 1 : Geometry.StrideY;
        LineReach = reachY + 1;
        Phases = HasWholePictures ? Geometry.KernelWidth : Math.Min(Geometry.StrideX, reachX + 1);
        PhaseLength = HasWholePictures ? width : SegmentLength + (reachX / Geometry.StrideX);
        LinePhases = Math.Min(Geometry.StrideY, LineReach);
        LinesOfPhase = Geometry.OutputHeight + (reachY / Geometry.StrideY);

        // Blocks of several steps transpose fewer lines twice, as long as they stay in the cache.
        long elementsOfStep = ((long)Channels * LinesLength(SegmentsOfStep)) + ((long)Panels * SegmentsOfStep * SegmentLength * tile.Columns);
        int steps = Pieces > 1 || HasWholePictures ? 1 : (int)Math.Clamp(WantedElementsOfBlock / elementsOfStep, 1, MostStepsOfBlock);
        SegmentsOfBlock = SegmentsOfStep * steps;

        int blocks = CeilingDivide(Segments, SegmentsOfBlock);
        long sums = (long)RoundUp(Channels * Taps, tile.Rows) * Panels * tile.Columns * Geometry.Groups;
        int chunks = (int)Math.Clamp(Math.Min(MostSums / sums, CeilingDivide(WantedParts, Geometry.Groups)), 1, blocks);
        BlocksOfChunk = CeilingDivide(blocks, chunks);
        Chunks = CeilingDivide(blocks, BlocksOfChunk);
        int ranges = Chunks * Geometry.Groups >= LeastParts ? 1 : CeilingDivide(WantedParts, Chunks * Geometry.Groups);

        // What is not divided is brought into order in each range again: the output gradient, which is only copied, unless the input has fewer channels and one tap.
        ChannelsOfPart = Taps == 1 ? Channels : Math.Min(Channels, RoundUp(CeilingDivide(Channels, ranges), 8));
        PanelsOfPart = Taps == 1 ? CeilingDivide(Panels, ranges) : Panels;
        ChannelRanges = CeilingDivide(Channels, ChannelsOfPart);
        PanelRanges = CeilingDivide(Panels, PanelsOfPart);

        // An odd number of cache lines, so that channels do not fall on the same places of the cache.
        ChannelLength = RoundUp(LinesLength(SegmentsOfBlock), 16) | 16;
        TilesOfPart = CeilingDivide(ChannelsOfPart * Taps, tile.Rows);
        SumsLength = RoundUp(checked(TilesOfPart * tile.Rows * PanelsOfPart * tile.Columns), 16);
        ScratchLength = RoundUp(checked((ChannelsOfPart * ChannelLength) + (PanelsOfPart * SegmentsOfBlock * SegmentLength * tile.Columns)), 16);
        Slots = Math.Min(PartCount, ScratchSlots.Most);
        WorkspaceLength = checked((PartCount * SumsLength) + (Slots * ScratchLength));
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
    public int SegmentLength { get; }

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

    /// <summary>
    /// Whether a segment is a picture, because its rows are too short for the loop of a tile. Then the input is transposed once for each kernel column, so that the
    /// pixels under a tap are one run: [kernel columns, phases of the vertical stride, lines, output columns]. Else the pixels of an output row are:
    /// [lines, phases of the horizontal stride, pixels].
    /// </summary>
    public bool HasWholePictures { get; }

    /// <summary>Of rows: transposed lines from one output row to the next; a kernel of one row skips those that it does not see.</summary>
    public int LineStep { get; }

    /// <summary>Lines that an output row sees.</summary>
    public int LineReach { get; }

    /// <summary>Runs of a transposed line: kernel columns of whole pictures, phases of the horizontal stride that the kernel sees of rows.</summary>
    public int Phases { get; }

    /// <summary>Elements of such a run.</summary>
    public int PhaseLength { get; }

    /// <summary>Of rows: elements of a transposed line.</summary>
    public int LineLength => Phases * PhaseLength;

    /// <summary>Of whole pictures: phases of the vertical stride that the kernel sees.</summary>
    public int LinePhases { get; }

    /// <summary>Of whole pictures: lines of such a phase.</summary>
    public int LinesOfPhase { get; }

    /// <summary>Of whole pictures: elements of a transposed picture.</summary>
    public int PictureLength => Phases * LinePhases * LinesOfPhase * PhaseLength;

    /// <summary>Input channels of a part; the last one may have fewer.</summary>
    public int ChannelsOfPart { get; }

    /// <summary>Ranges of input channels.</summary>
    public int ChannelRanges { get; }

    /// <summary>Panels of a part; the last one may have fewer.</summary>
    public int PanelsOfPart { get; }

    /// <summary>Ranges of panels.</summary>
    public int PanelRanges { get; }

    /// <summary>Elements from one transposed channel to the next.</summary>
    public int ChannelLength { get; }

    /// <summary>Tiles of a part, from top to bottom.</summary>
    public int TilesOfPart { get; }

    /// <summary>Sums of a part: [tiles, panels of a part, tile rows, tile columns].</summary>
    public int SumsLength { get; }

    /// <summary>Scratch of a part while it is computed: the transposed windows, the packed output gradient.</summary>
    public int ScratchLength { get; }

    /// <summary>Number of pieces of such scratch.</summary>
    public int Slots { get; }

    /// <summary>Number of parts: [groups, chunks, channel ranges, panel ranges].</summary>
    public int PartCount => Geometry.Groups * Chunks * ChannelRanges * PanelRanges;

    /// <summary>The sums of all parts and the scratch.</summary>
    public int WorkspaceLength { get; }

    /// <summary>From the first transposed element of a segment to the first that a tap reads.</summary>
    public nint TapOffset(int kernelY, int kernelX)
    {
        int y = kernelY * Geometry.DilationY;
        int x = kernelX * Geometry.DilationX;
        return HasWholePictures
            ? (nint)((((kernelX * LinePhases) + (y % Geometry.StrideY)) * LinesOfPhase) + (y / Geometry.StrideY)) * PhaseLength
            : ((nint)y * LineLength) + (x % Geometry.StrideX * PhaseLength) + (x / Geometry.StrideX);
    }

    private static int Cost(int rows, int columns, TileVariant tile) =>
        (RoundUp(rows, tile.Rows) * RoundUp(columns, tile.Columns)) + (rows * MultipliesOfTransposing);

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private static int RoundUp(int value, int multiple) => CeilingDivide(value, multiple) * multiple;

    // Of rows: the lines that consecutive output rows see; each picture begins anew.
    private int LinesLength(int segments)
    {
        if (HasWholePictures)
        {
            return checked(segments * PictureLength);
        }

        int pictures = Math.Min(segments, 1 + CeilingDivide(segments - 1, Geometry.OutputHeight));
        int extra = LineReach - LineStep;
        return checked(((segments * LineStep) + (extra > 0 ? extra * pictures : extra)) * LineLength);
    }
}
