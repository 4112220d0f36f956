using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Adds the sums of all chunks, in their order, to the weight gradient; a panel of a group is a part.</summary>
internal readonly unsafe struct WeightGradientTotal(WeightGradientPlan plan, float* workspace, float* weightGradient) : IParallelBody
{
    /// <summary>Number of parts.</summary>
    public int PartCount => plan.Geometry.Groups * plan.Panels;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int panel = index % plan.Panels;
        int group = index / plan.Panels;
        int tileRows = plan.Tile.Rows;
        int tileLength = tileRows * plan.Tile.Columns;
        int firstColumn = panel * plan.Tile.Columns;
        int columns = Math.Min(plan.Tile.Columns, plan.Columns - firstColumn);
        int panelRange = panel / plan.PanelsOfPart;
        int panels = Math.Min(plan.PanelsOfPart, plan.Panels - (panelRange * plan.PanelsOfPart));
        nint chunkStep = (nint)plan.ChannelRanges * plan.PanelRanges * plan.SumsLength;
        float* total = stackalloc float[tileLength];
        for (int range = 0; range < plan.ChannelRanges; range++)
        {
            int firstRow = range * plan.ChannelsOfPart * plan.Taps;
            int rows = Math.Min(plan.ChannelsOfPart, plan.Channels - (range * plan.ChannelsOfPart)) * plan.Taps;
            int part = (((group * plan.Chunks * plan.ChannelRanges) + range) * plan.PanelRanges) + panelRange;
            float* sums = workspace + ((nint)part * plan.SumsLength) + ((nint)(panel % plan.PanelsOfPart) * tileLength);
            for (int row = 0; row < rows; row += tileRows)
            {
                AddChunks(sums, chunkStep, tileLength, total);
                AddTile(group, firstRow + row, Math.Min(tileRows, rows - row), firstColumn, columns, total);
                sums += (nint)panels * tileLength;
            }
        }
    }

    private void AddChunks(float* sums, nint chunkStep, int length, float* total)
    {
        for (int position = 0; position < length; position += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256.Load(sums + position);
            for (int chunk = 1; chunk < plan.Chunks; chunk++)
            {
                sum += Vector256.Load(sums + (chunk * chunkStep) + position);
            }

            sum.Store(total + position);
        }
    }

    private void AddTile(int group, int firstRow, int rows, int firstColumn, int columns, float* total)
    {
        int tileColumns = plan.Tile.Columns;
        nint length = (nint)plan.Channels * plan.Taps;
        if (plan.IsSwapped)
        {
            float* target = weightGradient + ((((nint)group * plan.Channels) + firstRow) * plan.Columns) + firstColumn;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[column] += total[column];
                }

                target += plan.Columns;
                total += tileColumns;
            }
        }
        else
        {
            float* target = weightGradient + ((((nint)group * plan.Columns) + firstColumn) * length) + firstRow;
            for (int column = 0; column < columns; column++)
            {
                for (int row = 0; row < rows; row++)
                {
                    target[row] += total[(row * tileColumns) + column];
                }

                target += length;
            }
        }
    }
}
