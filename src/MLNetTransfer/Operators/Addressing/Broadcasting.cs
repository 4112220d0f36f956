using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>
/// Functions of two tensors that are broadcast to each other, in any mix of memory formats. Loops are joined as far as the operands allow, so that equal
/// shapes, a scalar, and one number a channel (in either format) end in one call or few calls of the element-wise kernels.
/// </summary>
internal static class Broadcasting
{
    /// <summary>output = function(left, right) for real numbers.</summary>
    /// <param name="function">The function.</param>
    /// <param name="left">Left operand; its shape may have been given dimensions of length 1.</param>
    /// <param name="right">Right operand; its shape may have been given dimensions of length 1.</param>
    /// <param name="output">The result, of the broadcast shape; may be the memory of an operand that has its shape and format.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static void Apply<TOperator>(TOperator function, in Operand<float> left, in Operand<float> right, Tensor<float> output, WorkerPool pool)
        where TOperator : struct, IBinaryOperator
    {
        if (output.Shape.Count == 0)
        {
            return;
        }

        int pitch = Math.Max(output.Shape.Rank, 1);
        Span<int> loops = stackalloc int[pitch];
        Span<int> strides = stackalloc int[3 * pitch];
        int count = Prepare(left, right, output, loops, strides);
        ReadOnlySpan<int> leftSteps = strides[pitch..];
        ReadOnlySpan<int> rightSteps = strides[(2 * pitch)..];
        Run run = RunOf(loops, strides, leftSteps, rightSteps, count);
        Span<int> counters = stackalloc int[run.OuterLoops];
        counters.Clear();
        Span<int> offsets = [0, 0, 0];
        do
        {
            Span<float> target = output.Span[offsets[0]..];
            ReadOnlySpan<float> first = left.Span[offsets[1]..];
            ReadOnlySpan<float> second = right.Span[offsets[2]..];
            switch (run.Kind)
            {
                case RunKind.Same:
                    ElementwiseKernel.Binary(function, first[..run.Length], second[..run.Length], target[..run.Length], pool);
                    break;
                case RunKind.RightScalar:
                    ElementwiseKernel.BinaryScalar(function, first[..run.Length], second[0], target[..run.Length], pool);
                    break;
                case RunKind.LeftScalar:
                    ElementwiseKernel.BinaryScalar(new ReversedOperator<TOperator>(function), second[..run.Length], first[0], target[..run.Length], pool);
                    break;
                case RunKind.RightRow:
                    ElementwiseKernel.BinaryRow(function, first[..run.Length], second[..run.RowLength], target[..run.Length], pool);
                    break;
                case RunKind.LeftRow:
                    ElementwiseKernel.BinaryRow(new ReversedOperator<TOperator>(function), second[..run.Length], first[..run.RowLength], target[..run.Length], pool);
                    break;
                default:
                    for (int index = 0; index < run.Length; index++)
                    {
                        target[index * strides[count - 1]] = (float)function.Invoke(first[index * leftSteps[count - 1]], second[index * rightSteps[count - 1]]);
                    }

                    break;
            }
        }
        while (StridedLoop.Advance(loops, strides, pitch, counters, offsets));
    }

    /// <summary>output = function(left, right) for numbers of any type, one by one.</summary>
    public static void ApplyEach<T, TResult>(Func<T, T, TResult> function, in Operand<T> left, in Operand<T> right, Tensor<TResult> output)
        where T : notnull
        where TResult : notnull
    {
        if (output.Shape.Count == 0)
        {
            return;
        }

        int pitch = Math.Max(output.Shape.Rank, 1);
        Span<int> loops = stackalloc int[pitch];
        Span<int> strides = stackalloc int[3 * pitch];
        int count = Prepare(left, right, output, loops, strides);
        Span<int> counters = stackalloc int[count];
        counters.Clear();
        Span<int> offsets = [0, 0, 0];
        do
        {
            output.Span[offsets[0]] = function(left.Span[offsets[1]], right.Span[offsets[2]]);
        }
        while (StridedLoop.Advance(loops, strides, pitch, counters, offsets));
    }

    private static int Prepare<T, TResult>(in Operand<T> left, in Operand<T> right, Tensor<TResult> output, Span<int> loops, Span<int> strides)
        where T : notnull
        where TResult : notnull
    {
        int pitch = loops.Length;
        loops[0] = 1;
        strides.Clear();
        output.Shape.Dimensions.CopyTo(loops);
        Strides.Fill(output.Shape, output.Format, strides[..pitch]);
        Strides.FillBroadcast(left.Shape, left.Format, output.Shape, strides[pitch..]);
        Strides.FillBroadcast(right.Shape, right.Format, output.Shape, strides[(2 * pitch)..]);
        return StridedLoop.Simplify(loops, strides);
    }

    private static Run RunOf(ReadOnlySpan<int> loops, ReadOnlySpan<int> steps, ReadOnlySpan<int> left, ReadOnlySpan<int> right, int count)
    {
        int inner = count - 1;
        int length = loops[inner];
        if (steps[inner] != 1)
        {
            return new Run(length == 1 ? RunKind.Same : RunKind.Any, length, length, inner);
        }

        if (left[inner] == 1 && right[inner] == 1)
        {
            if (inner > 0 && steps[inner - 1] == length && left[inner - 1] == length && right[inner - 1] == 0)
            {
                return new Run(RunKind.RightRow, length * loops[inner - 1], length, inner - 1);
            }

            if (inner > 0 && steps[inner - 1] == length && right[inner - 1] == length && left[inner - 1] == 0)
            {
                return new Run(RunKind.LeftRow, length * loops[inner - 1], length, inner - 1);
            }

            return new Run(RunKind.Same, length, length, inner);
        }

        return left[inner] == 1 && right[inner] == 0 ? new Run(RunKind.RightScalar, length, length, inner)
            : left[inner] == 0 && right[inner] == 1 ? new Run(RunKind.LeftScalar, length, length, inner)
            : new Run(length == 1 ? RunKind.Same : RunKind.Any, length, length, inner);
    }

    private enum RunKind
    {
        Any,
        Same,
        RightScalar,
        LeftScalar,
        RightRow,
        LeftRow,
    }

    private readonly record struct Run(RunKind Kind, int Length, int RowLength, int OuterLoops);
}
