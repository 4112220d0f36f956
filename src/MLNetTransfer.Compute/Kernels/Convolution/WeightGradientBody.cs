using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Sums of a weight gradient over the pixels of a chunk. The rows of a tile are pointers into transposed lines of the input, moved by the place of the tap; so
/// a line is transposed once, and all taps read it.
/// </summary>
internal readonly unsafe struct WeightGradientBody(WeightGradientPlan plan, float* input, float* outputGradient, float* workspace, int* takenSlots) : IParallelBody
{
    // Their windows stay in the second-level cache while all panels pass.
    private const int WantedRowsOfPass = 96;

    // So many that pixels are read in long runs, so few that the writes are not to too many places.
    private const int PanelsAtOnce = 8;

    /// <inheritdoc/>
    public void Execute(int index)
    {
        int slot = ScratchSlots.Take(ref *takenSlots, plan.Slots);
        try
        {
            float* scratch = workspace + ((nint)plan.PartCount * plan.SumsLength) + ((nint)slot * plan.ScratchLength);
            ComputePart(index, workspace + ((nint)index * plan.SumsLength), scratch);
        }
        finally
        {
            ScratchSlots.Return(ref *takenSlots, slot);
        }
    }

    [SkipLocalsInit]
    private void ComputePart(int index, float* sums, float* lines)
    {
        int firstPanel = index % plan.PanelRanges * plan.PanelsOfPart;
        int endPanel = Math.Min(plan.Panels, firstPanel + plan.PanelsOfPart);
        int range = index / plan.PanelRanges;
        int firstChannel = range % plan.ChannelRanges * plan.ChannelsOfPart;
        int channels = Math.Min(plan.ChannelsOfPart, plan.Channels - firstChannel);
        int chunk = range / plan.ChannelRanges % plan.Chunks;
        int group = range / plan.ChannelRanges / plan.Chunks;
        float* panels = lines + ((nint)plan.ChannelsOfPart * plan.ChannelLength);
        float* source = input + ((nint)group * plan.Channels) + firstChannel;
        WeightGradientWindows windows = new(plan, source, channels, lines);
        nint* firstLines = stackalloc nint[plan.SegmentsOfBlock];
        nint* tapOffsets = stackalloc nint[plan.Taps];
        for (int tap = 0; tap < plan.Taps; tap++)
        {
            tapOffsets[tap] = plan.TapOffset(tap / plan.Geometry.KernelWidth, tap % plan.Geometry.KernelWidth);
        }

        int firstSegment = chunk * plan.BlocksOfChunk * plan.SegmentsOfBlock;
        int end = (int)Math.Min(plan.Segments, firstSegment + ((long)plan.BlocksOfChunk * plan.SegmentsOfBlock));
        bool isFirst = true;
        for (int segment = firstSegment; segment < end; segment += plan.SegmentsOfBlock)
        {
            int count = Math.Min(plan.SegmentsOfBlock, end - segment);
            int piece = segment % plan.Pieces * plan.SegmentLength;
            int length = Math.Min(plan.SegmentLength, (plan.HasWholePictures ? int.MaxValue : plan.Geometry.OutputWidth) - piece);
            windows.Fill(segment, count, piece, length, firstLines);
            nint firstPixel = plan.Pieces == 1 ? (nint)segment * length : ((nint)(segment / plan.Pieces) * plan.Geometry.OutputWidth) + piece;
            PackPanels(group, firstPanel, endPanel, firstPixel, count * length, panels);
            for (int step = 0; step < count; step += plan.SegmentsOfStep)
            {
                int segments = Math.Min(plan.SegmentsOfStep, count - step);
                float* packed = panels + ((nint)step * length * plan.Tile.Columns);
                MultiplyStep(lines, tapOffsets, firstLines + step, segments, length, channels, packed, endPanel - firstPanel, count * length, sums, isFirst);
                isFirst = false;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyStep(
        float* lines,
        nint* tapOffsets,
        nint* firstLines,
        int segments,
        int length,
        int channels,
        float* panels,
        int panelCount,
        int panelPixels,
        float* sums,
        bool isFirst)
    {
        TileVariant tile = plan.Tile;
        int tileRows = tile.Rows;
        int tileLength = tileRows * tile.Columns;
        int rows = channels * plan.Taps;
        int most = WantedRowsOfPass / tileRows * tileRows;
        float** table = stackalloc float*[segments * most];
        TileArguments arguments = default;
        arguments.RowTableStride = most;
        arguments.Taps = segments;
        arguments.Channels = length;
        arguments.LoadPartial = !isFirst;
        arguments.StorePartial = true;
        for (int firstRow = 0; firstRow < rows; firstRow += most)
        {
            int tiles = (Math.Min(most, rows - firstRow) + tileRows - 1) / tileRows;
            FillTable(lines, tapOffsets, firstLines, segments, firstRow, tiles * tileRows, rows, most, table);
            for (int panel = 0; panel < panelCount; panel++)
            {
                arguments.Panel = panels + ((nint)panel * panelPixels * tile.Columns);
                float* partial = sums + ((((nint)(firstRow / tileRows) * panelCount) + panel) * tileLength);
                for (int index = 0; index < tiles; index++)
                {
                    arguments.Rows = table + (index * tileRows);
                    arguments.Partial = partial;
                    tile.RunTile(arguments);
                    partial += (nint)panelCount * tileLength;
                }
            }
        }
    }

    // Rows beyond the last repeat it, so that a tile may read them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTable(float* lines, nint* tapOffsets, nint* firstLines, int segments, int firstRow, int count, int rows, int stride, float** table)
    {
        int channel = firstRow / plan.Taps;
        int tap = firstRow % plan.Taps;
        float* pointer = lines;
        for (int row = 0; row < count; row++)
        {
            if (firstRow + row < rows)
            {
                pointer = lines + ((nint)channel * plan.ChannelLength) + tapOffsets[tap];
                if (++tap == plan.Taps)
                {
                    tap = 0;
                    channel++;
                }
            }

            float** target = table + row;
            for (int segment = 0; segment < segments; segment++)
            {
                *target = pointer + firstLines[segment];
                target += stride;
            }
        }
    }

    // To [panels, pixels, tile columns]; columns that are too many are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackPanels(int group, int firstPanel, int endPanel, nint firstPixel, int pixels, float* panels)
    {
        int panelColumns = plan.Tile.Columns;
        nint stride = plan.Geometry.OutputChannels;
        nint panelLength = (nint)pixels * panelColumns;
        float* source = outputGradient + (firstPixel * stride) + ((nint)group * plan.Columns) + ((nint)firstPanel * panelColumns);
        int columns = Math.Min(plan.Columns, endPanel * panelColumns) - (firstPanel * panelColumns);
        int whole = columns / panelColumns;
        for (int panel = 0; panel < whole; panel += PanelsAtOnce)
        {
            int count = Math.Min(PanelsAtOnce, whole - panel);
            float* firstTarget = panels + (panel * panelLength);
            float* firstSource = source + ((nint)panel * panelColumns);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                float* from = firstSource;
                float* target = firstTarget;
                for (int index = 0; index < count; index++)
                {
                    for (int column = 0; column < panelColumns; column += Vector256<float>.Count)
                    {
                        Vector256.Load(from + column).Store(target + column);
                    }

                    from += panelColumns;
                    target += panelLength;
                }

                firstSource += stride;
                firstTarget += panelColumns;
            }
        }

        if (whole < endPanel - firstPanel)
        {
            PackRest(source + ((nint)whole * panelColumns), stride, pixels, columns - (whole * panelColumns), panelColumns, panels + (whole * panelLength));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRest(float* source, nint stride, int pixels, int columns, int panelColumns, float* target)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int column = 0;
            for (; column < columns; column++)
            {
                target[column] = source[column];
            }

            for (; column < panelColumns; column++)
            {
                target[column] = 0;
            }

            source += stride;
            target += panelColumns;
        }
    }
}
