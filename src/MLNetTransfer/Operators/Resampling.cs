using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Resizes a tensor of any rank and memory format, one axis after the other.</summary>
internal static class Resampling
{
    /// <summary>Resizes.</summary>
    /// <param name="method">How.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="output">The result; its shape says the sizes.</param>
    /// <param name="scales">Result by input of each axis.</param>
    /// <param name="region">Start of each axis, then end of each, as shares of the input; null for all of it.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static void Run(ResizeMethod method, Tensor<float> input, Tensor<float> output, IReadOnlyList<double> scales, IReadOnlyList<float>? region, WorkerPool pool)
    {
        if (output.Shape.Count == 0)
        {
            return;
        }

        int rank = input.Shape.Rank;
        Shape shape = input.Shape;
        Memory<float> current = input.Memory;
        foreach (int axis in OrderOf(input.Shape, output.Shape))
        {
            double start = region?[axis] ?? 0;
            double end = region?[rank + axis] ?? 1;
            ResizeAxis table = ResizeAxis.Of(method, shape[axis], output.Shape[axis], scales[axis], start, end);
            if (table.IsIdentity(shape[axis]))
            {
                continue;
            }

            Shape next = shape.With(axis, table.Length);
            Memory<float> result = new float[next.Count];
            int inner = InnerOf(shape, axis, input.Format);
            pool.Run(next.Count / inner, new Pass(table, method.Extrapolation, shape[axis], inner, current, result));
            current = result;
            shape = next;
        }

        current.Span.CopyTo(output.Span);
    }

    // Axes that shrink first, so that the others have less to do.
    private static IEnumerable<int> OrderOf(Shape input, Shape output) =>
        Enumerable.Range(0, input.Rank).OrderBy(axis => (double)output[axis] / input[axis]);

    /// <summary>Elements from one index of the axis to the next.</summary>
    private static int InnerOf(Shape shape, int axis, MemoryFormat format)
    {
        ReadOnlySpan<int> order = format == MemoryFormat.ChannelsLast ? [0, 2, 3, 1] : Enumerable.Range(0, shape.Rank).ToArray();
        int inner = 1;
        for (int index = order.Length - 1; order[index] != axis; index--)
        {
            inner *= shape[order[index]];
        }

        return inner;
    }

    private readonly record struct Pass(ResizeAxis Table, float Extrapolation, int InputLength, int Inner, Memory<float> Input, Memory<float> Output) : IParallelBody
    {
        public void Execute(int index)
        {
            int position = index % Table.Length;
            Span<float> output = Output.Span.Slice(index * Inner, Inner);
            if (Table.IsOutside[position])
            {
                output.Fill(Extrapolation);
                return;
            }

            ReadOnlySpan<float> block = Input.Span.Slice(index / Table.Length * InputLength * Inner, InputLength * Inner);
            ReadOnlySpan<int> indices = Table.Indices.AsSpan(position * Table.Taps, Table.Taps);
            ReadOnlySpan<float> weights = Table.Weights.AsSpan(position * Table.Taps, Table.Taps);
            ReadOnlySpan<float> first = block.Slice(indices[0] * Inner, Inner);
            if (Table.Taps == 1)
            {
                first.CopyTo(output);
                return;
            }

            for (int element = 0; element < output.Length; element++)
            {
                double sum = 0;
                for (int tap = 0; tap < weights.Length; tap++)
                {
                    sum += (double)weights[tap] * block[(indices[tap] * Inner) + element];
                }

                output[element] = (float)sum;
            }
        }
    }
}
