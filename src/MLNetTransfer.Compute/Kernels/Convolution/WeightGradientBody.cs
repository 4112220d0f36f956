using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Sums of a weight gradient over the pixels of a chunk. The rows of a tile are pointers into transposed lines of the input, moved by the place of the tap; so
/// a line is transposed once, and all taps read it.
/// </summary>
internal readonly unsafe struct WeightGradientBody(WeightGradientPlan plan, float* input, float* outputGradient, float* workspace) : IParallelBody
{
    // Their windows stay in the second-level cache while all panels pass.
    private const int WantedRowsOfPass = 96;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Execute(int index)
    {
        int firstChannel = index % plan.ChannelRanges * plan.ChannelsOfPart;
        int channels = Math.Min(plan.ChannelsOfPart, plan.Channels - firstChannel);
        int chunk = index / plan.ChannelRanges % plan.Chunks;
        int group = index / plan.ChannelRanges / plan.Chunks;
        float* sums = workspace + ((nint)index * plan.PartLength);
        float* lines = sums + plan.SumsLength;
        float* panels = lines + ((nint)plan.ChannelsOfPart * plan.ChannelLength);
        float* source = input + ((nint)group * plan.Channels) + firstChannel;
        WeightGradientWindows windows = new(plan, source, channels, lines);
        nint* firstLines = stackalloc nint[plan.SegmentsOfBlock];

        int firstSegment = chunk * plan.BlocksOfChunk * plan.SegmentsOfBlock;
        int end = (int)Math.Min(plan.Segments, firstSegment + ((long)plan.BlocksOfChunk * plan.SegmentsOfBlock));
        bool isFirst = true;
        for (int segment = firstSegment; segment < end; segment += plan.SegmentsOfBlock)
        {
            int count = Math.Min(plan.SegmentsOfBlock, end - segment);
            int firstX = segment % plan.Pieces * plan.SegmentWidth;
            int width = Math.Min(plan.SegmentWidth, plan.Geometry.OutputWidth - firstX);
            windows.Fill(segment, count, firstX, width, firstLines);
            nint firstPixel = ((nint)(segment / plan.Pieces) * plan.Geometry.OutputWidth) + firstX;
            PackPanels(group, firstPixel, count * width, panels);
            for (int step = 0; step < count; step += plan.SegmentsOfStep)
            {
                int segments = Math.Min(plan.SegmentsOfStep, count - step);
                MultiplyStep(lines, firstLines + step, segments, width, channels, panels + ((nint)step * width * plan.Tile.Columns), count * width, sums, isFirst);
                isFirst = false;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyStep(
        float* lines, nint* firstLines, int segments, int width, int channels, float* panels, int panelPixels, float* sums, bool isFirst)
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
        arguments.Channels = width;
        arguments.LoadPartial = !isFirst;
        arguments.StorePartial = true;
        for (int firstRow = 0; firstRow < rows; firstRow += most)
        {
            int tiles = (Math.Min(most, rows - firstRow) + tileRows - 1) / tileRows;
            FillTable(lines, firstLines, segments, firstRow, tiles * tileRows, rows, most, table);
            for (int panel = 0; panel < plan.Panels; panel++)
            {
                arguments.Panel = panels + ((nint)panel * panelPixels * tile.Columns);
                float* partial = sums + ((((nint)(firstRow / tileRows) * plan.Panels) + panel) * tileLength);
                for (int index = 0; index < tiles; index++)
                {
                    arguments.Rows = table + (index * tileRows);
                    arguments.Partial = partial;
                    tile.RunTile(arguments);
                    partial += (nint)plan.Panels * tileLength;
                }
            }
        }
    }

    // Rows beyond the last repeat it, so that a tile may read them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTable(float* lines, nint* firstLines, int segments, int firstRow, int count, int rows, int stride, float** table)
    {
        ConvolutionGeometry geometry = plan.Geometry;
        int channel = firstRow / plan.Taps;
        int kernelY = firstRow % plan.Taps / geometry.KernelWidth;
        int kernelX = firstRow % geometry.KernelWidth;
        float* pointer = lines;
        for (int row = 0; row < count; row++)
        {
            if (firstRow + row < rows)
            {
                int shift = kernelX * geometry.DilationX;
                pointer = lines + ((nint)channel * plan.ChannelLength) + ((nint)kernelY * geometry.DilationY * plan.LineLength)
                    + (shift % geometry.StrideX * plan.PhaseLength) + (shift / geometry.StrideX);
                if (++kernelX == geometry.KernelWidth)
                {
                    kernelX = 0;
                    if (++kernelY == geometry.KernelHeight)
                    {
                        kernelY = 0;
                        channel++;
                    }
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
    private void PackPanels(int group, nint firstPixel, int pixels, float* panels)
    {
        int panelColumns = plan.Tile.Columns;
        nint stride = plan.Geometry.OutputChannels;
        float* source = outputGradient + (firstPixel * stride) + ((nint)group * plan.Columns);
        float* target = panels;
        for (int first = 0; first < plan.Columns; first += panelColumns)
        {
            float* pixel = source + first;
            int columns = Math.Min(panelColumns, plan.Columns - first);
            for (int index = 0; index < pixels; index++)
            {
                int column = 0;
                for (; column <= columns - Vector256<float>.Count; column += Vector256<float>.Count)
                {
                    Vector256.Load(pixel + column).Store(target + column);
                }

                for (; column < columns; column++)
                {
                    target[column] = pixel[column];
                }

                for (; column < panelColumns; column++)
                {
                    target[column] = 0;
                }

                pixel += stride;
                target += panelColumns;
            }
        }
    }
}
