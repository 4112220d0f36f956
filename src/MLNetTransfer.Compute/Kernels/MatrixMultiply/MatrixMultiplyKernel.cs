using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Matrix products with scaling, a bias per column and an activation before the result is stored.</summary>
public static class MatrixMultiplyKernel
{
    /// <summary>Number of floats of scratch memory that the product with a packed right side wants.</summary>
    public static int WorkspaceLength(in MatrixMultiplyGeometry geometry)
    {
        geometry.Validate();
        return geometry.TransposeLeft ? checked(geometry.Rows * geometry.Inner) : 0;
    }

    /// <summary>Number of floats of scratch memory that the product with a right side that is not packed wants.</summary>
    public static int UnpackedWorkspaceLength(in MatrixMultiplyGeometry geometry) => UnpackedWorkspaceLength(geometry, TileVariants.For(KernelSelection.Level));

    /// <summary>C = activation(alpha op(A) B + beta C + bias) with B packed before.</summary>
    /// <param name="geometry">The sizes; <see cref="MatrixMultiplyGeometry.TransposeRight"/> was settled by packing and is not looked at.</param>
    /// <param name="left">A: [M, K], or [K, M] when transposed.</param>
    /// <param name="right">B.</param>
    /// <param name="bias">One number a column, or empty.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">C: [M, N]; must not overlap <paramref name="left"/>.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        PackedMatrix right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(right);
        Check(geometry, left, bias, output, pool);
        KernelArguments.CheckLength(workspace.Length, WorkspaceLength(geometry));
        if (right.Inner != geometry.Inner || right.Columns != geometry.Columns)
        {
            throw new ArgumentException($"The packed matrix is [{right.Inner}, {right.Columns}], the product is {geometry}.", nameof(right));
        }

        if (right.Tile is null)
        {
            MatrixMultiplyReference.Multiply(geometry with { TransposeRight = false }, left, right.Packed.Span, bias, activation, output);
        }
        else
        {
            Run(right.Tile, geometry, left, right.Packed.Span, bias, activation, output, workspace, pool);
        }
    }

    /// <summary>C = activation(alpha op(A) op(B) + beta C + bias).</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="left">A: [M, K], or [K, M] when transposed.</param>
    /// <param name="right">B: [K, N], or [N, K] when transposed.</param>
    /// <param name="bias">One number a column, or empty.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">C: [M, N]; must not overlap the others.</param>
    /// <param name="workspace">Scratch of <see cref="UnpackedWorkspaceLength(in MatrixMultiplyGeometry)"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool) => Multiply(geometry, left, right, bias, activation, output, workspace, pool, TileVariants.For(KernelSelection.Level));

    internal static int UnpackedWorkspaceLength(in MatrixMultiplyGeometry geometry, TileVariant? tile) =>
        checked(WorkspaceLength(geometry) + (tile?.PackedLength(1, geometry.Inner, geometry.Columns) ?? 0));

    internal static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool,
        TileVariant? tile)
    {
        Check(geometry, left, bias, output, pool);
        KernelArguments.CheckLength(right.Length, geometry.RightLength);
        KernelArguments.CheckLength(workspace.Length, UnpackedWorkspaceLength(geometry, tile));
        if (tile is null)
        {
            MatrixMultiplyReference.Multiply(geometry, left, right, bias, activation, output);
            return;
        }

        int packedLength = tile.PackedLength(1, geometry.Inner, geometry.Columns);
        Span<float> packed = workspace[..packedLength];
        Pack(tile, geometry, right, packed, pool);
        Run(tile, geometry, left, packed, bias, activation, output, workspace[packedLength..], pool);
    }

    private static void Check(in MatrixMultiplyGeometry geometry, ReadOnlySpan<float> left, ReadOnlySpan<float> bias, Span<float> output, WorkerPool pool)
    {
        geometry.Validate();
        KernelArguments.CheckLength(left.Length, geometry.LeftLength);
        KernelArguments.CheckOptionalLength(bias.Length, geometry.Columns);
        KernelArguments.CheckLength(output.Length, geometry.OutputLength);
        ArgumentNullException.ThrowIfNull(pool);
    }

    private static unsafe void Pack(TileVariant tile, in MatrixMultiplyGeometry geometry, ReadOnlySpan<float> right, Span<float> packed, WorkerPool pool)
    {
        fixed (float* matrix = right, panels = packed)
        {
            int count = (geometry.Columns + tile.Columns - 1) / tile.Columns;
            pool.Run(count, new PanelPackingBody(matrix, geometry.Inner, geometry.Columns, geometry.TransposeRight, tile.Columns, panels));
        }
    }

    private static unsafe void Run(
        TileVariant tile,
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> packed,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool)
    {
        fixed (float* source = left, transposed = workspace, panels = packed, biases = bias, result = output)
        {
            if (geometry.TransposeLeft)
            {
                TransposeVector.Run(1, geometry.Inner, geometry.Rows, geometry.LeftRowStride, source, transposed, pool);
            }

            TileProduct product = new()
            {
                Source = TileSource.Rows,
                Rows = geometry.Rows,
                Columns = geometry.Columns,
                Groups = 1,
                Taps = 1,
                Channels = geometry.Inner,
                Left = geometry.TransposeLeft ? transposed : source,
                LeftStride = geometry.TransposeLeft ? geometry.Inner : geometry.LeftRowStride,
                Panels = panels,
                Bias = biases,
                Residual = geometry.Beta == 0 ? null : result,
                Output = result,
                OutputStride = geometry.OutputRowStride,
                Alpha = geometry.Alpha,
                Beta = geometry.Beta,
                Activation = activation,
            };
            tile.Run(product, pool);
        }
    }
}
