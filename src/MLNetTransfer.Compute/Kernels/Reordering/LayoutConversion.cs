using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Reordering;

/// <summary>Pictures from channels-first to channels-last and back: a transposition of each picture.</summary>
public static class LayoutConversion
{
    /// <summary>[N, C, H, W] to [N, H, W, C].</summary>
    /// <param name="batch">Number of pictures.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="pixels">Pixels of a picture: H x W.</param>
    /// <param name="input">Channels-first.</param>
    /// <param name="output">Channels-last; must not overlap <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void ToChannelsLast(int batch, int channels, int pixels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        Transpose(batch, channels, pixels, input, output, pool);

    /// <summary>[N, H, W, C] to [N, C, H, W].</summary>
    /// <param name="batch">Number of pictures.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="pixels">Pixels of a picture: H x W.</param>
    /// <param name="input">Channels-last.</param>
    /// <param name="output">Channels-first; must not overlap <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void ToChannelsFirst(int batch, int channels, int pixels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        Transpose(batch, pixels, channels, input, output, pool);

    /// <summary>Each of a number of matrices [rows, columns] to [columns, rows].</summary>
    /// <param name="batch">Number of matrices.</param>
    /// <param name="rows">Rows of an input matrix.</param>
    /// <param name="columns">Columns of an input matrix.</param>
    /// <param name="input">[batch, rows, columns].</param>
    /// <param name="output">[batch, columns, rows]; must not overlap <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static unsafe void Transpose(int batch, int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        int length = checked(batch * rows * columns);
        KernelArguments.CheckLength(input.Length, length);
        KernelArguments.CheckLength(output.Length, length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            TransposeReference.Transpose(batch, rows, columns, input, output);
            return;
        }

        fixed (float* source = input, target = output)
        {
            TransposeVector.Run(batch, rows, columns, columns, source, target, pool);
        }
    }
}
