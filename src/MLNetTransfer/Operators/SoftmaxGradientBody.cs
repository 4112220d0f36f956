using System.Numerics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Operators;

/// <summary>Some rows of <see cref="SoftmaxOperator"/> backwards.</summary>
internal readonly record struct SoftmaxGradientBody<TFunction>(int Rows, int Columns, Memory<float> Output, Memory<float> OutputGradient, Memory<float> InputGradient)
    : IParallelBody
    where TFunction : struct, ISoftmaxGradient
{
    private const int ElementsOfPart = 16384;

    /// <summary>Number of parts.</summary>
    public int Parts => (Rows + RowsOfPart - 1) / RowsOfPart;

    private int RowsOfPart => Math.Max(1, ElementsOfPart / Columns);

    public void Execute(int index)
    {
        int end = Math.Min(Rows, (index + 1) * RowsOfPart);
        for (int row = index * RowsOfPart; row < end; row++)
        {
            Execute(
                Output.Span.Slice(row * Columns, Columns),
                OutputGradient.Span.Slice(row * Columns, Columns),
                InputGradient.Span.Slice(row * Columns, Columns));
        }
    }

    private static void Execute(ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        int width = Vector<float>.Count;
        int last = output.Length - (output.Length % width);
        Vector<float> sums = Vector<float>.Zero;
        for (int column = 0; column < last; column += width)
        {
            sums += TFunction.Term(new Vector<float>(output[column..]), new Vector<float>(outputGradient[column..]));
        }

        float sum = Vector.Sum(sums);
        for (int column = last; column < output.Length; column++)
        {
            sum += TFunction.Term(new Vector<float>(output[column]), new Vector<float>(outputGradient[column]))[0];
        }

        Vector<float> ofRow = new(sum);
        for (int column = 0; column < last; column += width)
        {
            TFunction.Result(new Vector<float>(output[column..]), new Vector<float>(outputGradient[column..]), ofRow).CopyTo(inputGradient[column..]);
        }

        for (int column = last; column < output.Length; column++)
        {
            inputGradient[column] = TFunction.Result(new Vector<float>(output[column]), new Vector<float>(outputGradient[column]), ofRow)[0];
        }
    }
}
