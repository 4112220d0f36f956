using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Applies an operator to each element. The result of an element does not depend on where it lies.</summary>
public static class ElementwiseKernel
{
    /// <summary>output[i] = operator(input[i]).</summary>
    /// <param name="function">The operator.</param>
    /// <param name="input">Any number of elements.</param>
    /// <param name="output">As many elements; may be the same memory as the input.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The output is shorter than the input.</exception>
    public static unsafe void Unary<TOperator>(TOperator function, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
        where TOperator : struct, IUnaryOperator
    {
        KernelArguments.CheckLength(output.Length, input.Length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ElementwiseReference.Unary(function, input, output);
            return;
        }

        fixed (float* source = input, target = output)
        {
            pool.Run(ElementwiseChunks.Count(input.Length), new UnaryBody<TOperator>(function, source, target, input.Length));
        }
    }

    /// <summary>output[i] = operator(left[i], right[i]).</summary>
    /// <param name="function">The operator.</param>
    /// <param name="left">Any number of elements.</param>
    /// <param name="right">As many elements.</param>
    /// <param name="output">As many elements; may be the same memory as one of the others.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static unsafe void Binary<TOperator>(TOperator function, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, WorkerPool pool)
        where TOperator : struct, IBinaryOperator
    {
        KernelArguments.CheckLength(right.Length, left.Length);
        KernelArguments.CheckLength(output.Length, left.Length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ElementwiseReference.Binary(function, left, right, output);
            return;
        }

        fixed (float* first = left, second = right, target = output)
        {
            pool.Run(ElementwiseChunks.Count(left.Length), new BinaryBody<TOperator>(function, first, second, target, left.Length));
        }
    }

    /// <summary>output[i] = operator(left[i], right).</summary>
    /// <param name="function">The operator; <see cref="ReversedOperator{TOperator}"/> puts the scalar on the left.</param>
    /// <param name="left">Any number of elements.</param>
    /// <param name="right">The other operand of all.</param>
    /// <param name="output">As many elements; may be the same memory as <paramref name="left"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    public static unsafe void BinaryScalar<TOperator>(TOperator function, ReadOnlySpan<float> left, float right, Span<float> output, WorkerPool pool)
        where TOperator : struct, IBinaryOperator
    {
        KernelArguments.CheckLength(output.Length, left.Length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ElementwiseReference.Binary(function, left, [right], output);
            return;
        }

        fixed (float* source = left, target = output)
        {
            pool.Run(ElementwiseChunks.Count(left.Length), new BinaryScalarBody<TOperator>(function, source, right, target, left.Length));
        }
    }

    /// <summary>output[r, c] = operator(left[r, c], row[c]): a vector over channels repeated for every pixel.</summary>
    /// <param name="function">The operator; <see cref="ReversedOperator{TOperator}"/> puts the row on the left.</param>
    /// <param name="left">[rows, row.Length].</param>
    /// <param name="row">At least one element.</param>
    /// <param name="output">As many elements as <paramref name="left"/>; may be the same memory.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The left side is not a whole number of rows, or the output is too short.</exception>
    public static unsafe void BinaryRow<TOperator>(TOperator function, ReadOnlySpan<float> left, ReadOnlySpan<float> row, Span<float> output, WorkerPool pool)
        where TOperator : struct, IBinaryOperator
    {
        if (row.IsEmpty || left.Length % row.Length != 0)
        {
            throw new ArgumentException($"{left.Length} elements are not a whole number of rows of {row.Length}.", nameof(row));
        }

        KernelArguments.CheckLength(output.Length, left.Length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ElementwiseReference.Binary(function, left, row, output);
            return;
        }

        fixed (float* source = left, repeated = row, target = output)
        {
            int rowsOfPart = ElementwiseChunks.RowsOf(row.Length);
            int parts = ((left.Length / row.Length) + rowsOfPart - 1) / rowsOfPart;
            pool.Run(parts, new BinaryRowBody<TOperator>(function, source, repeated, row.Length, target, left.Length));
        }
    }
}
