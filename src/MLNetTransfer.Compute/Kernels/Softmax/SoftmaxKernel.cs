using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Softmax;

/// <summary>Softmax over the last axis, and its logarithm; the maximum of the row is subtracted first, so that no exponential overflows.</summary>
public static class SoftmaxKernel
{
    /// <summary>Each row exponentiated and divided by its sum.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="input">[rows, columns].</param>
    /// <param name="output">[rows, columns]; may be the same memory as <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Softmax(int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        Run(rows, columns, logarithm: false, input, output, pool);
    }

    /// <summary>The logarithm of the softmax of each row, without forming the softmax.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="input">[rows, columns].</param>
    /// <param name="output">[rows, columns]; may be the same memory as <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void LogSoftmax(int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        Run(rows, columns, logarithm: true, input, output, pool);
    }

    private static unsafe void Run(int rows, int columns, bool logarithm, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        KernelArguments.CheckLength(input.Length, checked(rows * columns));
        KernelArguments.CheckLength(output.Length, rows * columns);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            SoftmaxReference.Forward(rows, columns, logarithm, input, output);
            return;
        }

        if (columns == 0)
        {
            return;
        }

        fixed (float* source = input, target = output)
        {
            int rowsOfPart = ElementwiseChunks.RowsOf(columns);
            pool.Run((rows + rowsOfPart - 1) / rowsOfPart, new SoftmaxBody(rows, columns, logarithm, source, target));
        }
    }
}
