using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>
/// Divides a product into parts of about a hundred rows, and a part into tiles: panel by panel, in each panel block by block of the inner dimension, in each
/// block tile by tile. So a piece of a panel stays in the first-level cache while all rows of the part use it, and the rows stay in the second-level cache
/// while all panels use them. Products with few rows are divided by columns too.
/// </summary>
internal readonly unsafe struct TileDriver<TTile> : IParallelBody
    where TTile : struct, ITile
{
    private const int MostRowsOfPart = 96;
    private const int MostGatheredElementsOfPart = 16384;
    private const int MostPointersOfPart = 4096;
    private const int WantedParts = 16;
    private const int LeastMultipliesOfPart = 65536;

    private readonly TileProduct _product;
    private readonly int _rowsOfPart;
    private readonly int _rowParts;
    private readonly int _panels;
    private readonly int _panelsOfPart;
    private readonly int _panelParts;

    /// <summary>Decides how to divide the product, from its sizes alone.</summary>
    public TileDriver(in TileProduct product)
    {
        _product = product;
        int most = MostRowsOfPart;
        most = product.Source == TileSource.Lines ? Math.Min(most, MostGatheredElementsOfPart / (product.Taps * product.Channels)) : most;
        most = product.Source == TileSource.Pixels ? Math.Min(most, MostPointersOfPart / product.Taps) : most;
        most = Math.Max(TTile.Rows, most / TTile.Rows * TTile.Rows);
        _rowParts = CeilingDivide(product.Rows, most);
        _rowsOfPart = CeilingDivide(CeilingDivide(product.Rows, _rowParts), TTile.Rows) * TTile.Rows;
        _rowParts = CeilingDivide(product.Rows, _rowsOfPart);
        _panels = CeilingDivide(product.Columns, TTile.Columns);
        long multiplies = (long)product.Rows * product.Columns * product.Groups * product.Taps * product.Channels;
        int wanted = (int)Math.Clamp(multiplies / LeastMultipliesOfPart, 1, WantedParts);
        int panelParts = Math.Clamp(CeilingDivide(wanted, _rowParts * product.Groups), 1, _panels);
        _panelsOfPart = CeilingDivide(_panels, panelParts);
        _panelParts = CeilingDivide(_panels, _panelsOfPart);
    }

    /// <summary>Number of parts.</summary>
    public int PartCount => _rowParts * _panelParts * _product.Groups;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int firstRow = index % _rowParts * _rowsOfPart;
        int panelPart = index / _rowParts % _panelParts;
        int group = index / _rowParts / _panelParts;
        int rows = Math.Min(_rowsOfPart, _product.Rows - firstRow);
        int tableRows = CeilingDivide(rows, TTile.Rows) * TTile.Rows;
        bool isLines = _product.Source == TileSource.Lines;
        int taps = isLines ? _product.Geometry.KernelHeight : _product.Taps;
        int channels = isLines ? _product.Geometry.KernelWidth * _product.Channels : _product.Channels;

        float** table = stackalloc float*[taps * tableRows];
        float* gathered = stackalloc float[isLines ? tableRows * taps * channels : 0];
        float* partial = stackalloc float[tableRows * TTile.Columns];
        TileRows.Fill(_product, group, firstRow, rows, tableRows, gathered, table);

        InnerBlocks blocks = new(taps, channels);
        int firstPanel = panelPart * _panelsOfPart;
        int endPanel = Math.Min(_panels, firstPanel + _panelsOfPart);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            ComputePanel(group, panel, firstRow, rows, tableRows, table, channels, blocks, partial);
        }

        if (!_product.Activation.IsClamp)
        {
            int firstColumn = firstPanel * TTile.Columns;
            int columns = Math.Min(_product.Columns, endPanel * TTile.Columns) - firstColumn;
            float* output = _product.Output + (firstRow * _product.OutputStride) + (group * _product.OutputGroupStride) + firstColumn;
            ActivationPass.Apply(_product.Activation, output, rows, columns, _product.OutputStride);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputePanel(
        int group, int panel, int firstRow, int rows, int tableRows, float** table, int channels, in InnerBlocks blocks, float* partial)
    {
        int firstColumn = panel * TTile.Columns;
        int columns = Math.Min(TTile.Columns, _product.Columns - firstColumn);
        float* bias = stackalloc float[TTile.Columns];
        new Span<float>(bias, TTile.Columns).Clear();
        if (_product.Bias != null)
        {
            new ReadOnlySpan<float>(_product.Bias + ((nint)group * _product.Columns) + firstColumn, columns).CopyTo(new Span<float>(bias, columns));
        }

        TileArguments arguments = default;
        arguments.RowTableStride = tableRows;
        arguments.Bias = bias;
        arguments.Alpha = _product.Alpha;
        arguments.Beta = _product.Beta;
        arguments.Low = _product.Activation.Low;
        arguments.High = _product.Activation.High;
        int inner = _product.Taps * _product.Channels;
        float* weights = _product.Panels + ((((nint)group * _panels) + panel) * inner * TTile.Columns);
        for (int block = 0; block < blocks.Count; block++)
        {
            blocks.Locate(block, out int firstTap, out int taps, out int firstChannel, out int blockChannels);
            arguments.Taps = taps;
            arguments.Channels = blockChannels;
            arguments.ChannelOffset = firstChannel;
            arguments.Panel = weights + ((((nint)firstTap * channels) + firstChannel) * TTile.Columns);
            arguments.LoadPartial = block > 0;
            arguments.StorePartial = block < blocks.Count - 1;
            for (int row = 0; row < rows; row += TTile.Rows)
            {
                arguments.Rows = table + ((nint)firstTap * tableRows) + row;
                arguments.Partial = partial + (row * TTile.Columns);
                nint offset = ((nint)(firstRow + row) * _product.OutputStride) + (group * _product.OutputGroupStride) + firstColumn;
                arguments.Output = _product.Output + offset;
                arguments.OutputStride = _product.OutputStride;
                arguments.Residual = _product.Residual == null ? null : _product.Residual + offset;
                int tileRows = Math.Min(TTile.Rows, rows - row);
                if (arguments.StorePartial || (tileRows == TTile.Rows && columns == TTile.Columns))
                {
                    TTile.Run(arguments);
                }
                else
                {
                    RunEdge(arguments, tileRows, columns);
                }
            }
        }
    }

    // A tile that hangs over the edge is computed whole beside the output, and the part that exists is copied.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunEdge(TileArguments arguments, int rows, int columns)
    {
        float* output = arguments.Output;
        nint stride = arguments.OutputStride;
        float* whole = stackalloc float[TTile.Rows * TTile.Columns];
        if (arguments.Residual != null)
        {
            // Elements of no output must be numbers, or they would cost time; what they are does not matter.
            new Span<float>(whole, TTile.Rows * TTile.Columns).Clear();
            Copy(arguments.Residual, stride, whole, TTile.Columns, rows, columns);
            arguments.Residual = whole;
        }

        arguments.Output = whole;
        arguments.OutputStride = TTile.Columns;
        TTile.Run(arguments);
        Copy(whole, TTile.Columns, output, stride, rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (; rows > 0; rows--)
        {
            int column = 0;
            for (; column <= columns - Vector256<float>.Count; column += Vector256<float>.Count)
            {
                Vector256.Load(source + column).Store(target + column);
            }

            for (; column < columns; column++)
            {
                target[column] = source[column];
            }

            source += sourceStride;
            target += targetStride;
        }
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;
}
