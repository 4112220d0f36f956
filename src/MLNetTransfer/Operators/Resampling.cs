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

    /// <summary>Number of floats of scratch memory that <see cref="RunBackward"/> wants.</summary>
    public static int BackwardWorkspaceLength(Shape input, Shape output) => checked(2 * Math.Max(input.Count, output.Count));

    /// <summary>The gradient of the input from that of the output: the transposed steps, in reverse.</summary>
    /// <param name="method">How it was resized.</param>
    /// <param name="outputGradient">Gradient of the result.</param>
    /// <param name="inputGradient">Written to.</param>
    /// <param name="scales">Result by input of each axis.</param>
    /// <param name="region">As it was resized.</param>
    /// <param name="workspace">Scratch of <see cref="BackwardWorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static void RunBackward(
        ResizeMethod method,
        Tensor<float> outputGradient,
        Tensor<float> inputGradient,
        IReadOnlyList<double> scales,
        IReadOnlyList<float>? region,
        Memory<float> workspace,
        WorkerPool pool)
    {
        Shape target = inputGradient.Shape;
        Shape shape = outputGradient.Shape;
        if (shape.Count == 0)
        {
            inputGradient.Span.Clear();
            return;
        }

        // Between the steps a tensor has at most as many elements as the larger end, so that two of them are enough.
        int half = workspace.Length / 2;
        bool isFirstHalf = true;
        Memory<float> current = outputGradient.Memory;
        foreach (int axis in OrderOf(target, outputGradient.Shape).Reverse())
        {
            double start = region?[axis] ?? 0;
            double end = region?[target.Rank + axis] ?? 1;
            ResizeAxis table = ResizeAxis.Of(method, target[axis], shape[axis], scales[axis], start, end);
            if (table.IsIdentity(target[axis]))
            {
                continue;
            }

            Shape next = shape.With(axis, target[axis]);
            Memory<float> result = workspace.Slice(isFirstHalf ? 0 : half, next.Count);
            int inner = InnerOf(next, axis, inputGradient.Format);
            pool.Run(next.Count / inner, new TransposedPass(ResizeAxisTranspose.Of(table, target[axis]), table.Length, inner, current, result));
            isFirstHalf = !isFirstHalf;
            current = result;
            shape = next;
        }

        current.Span.CopyTo(inputGradient.Span);
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

    private readonly record struct TransposedPass(ResizeAxisTranspose Table, int OutputLength, int Inner, Memory<float> Gradient, Memory<float> Result) : IParallelBody
    {
        public void Execute(int index)
        {
            int position = index % Table.Length;
            Span<float> result = Result.Span.Slice(index * Inner, Inner);
            ReadOnlySpan<float> block = Gradient.Span.Slice(index / Table.Length * OutputLength * Inner, OutputLength * Inner);
            ReadOnlySpan<int> readers = Table.ReadersOf(position);
            ReadOnlySpan<float> weights = Table.WeightsOf(position);
            for (int element = 0; element < result.Length; element++)
            {
                double sum = 0;
                for (int reader = 0; reader < readers.Length; reader++)
                {
                    sum += (double)weights[reader] * block[(readers[reader] * Inner) + element];
                }

                result[element] = (float)sum;
            }
        }
    }
}
