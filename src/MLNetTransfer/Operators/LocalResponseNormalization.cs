using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// LRN: X[c] / (<c>bias</c> + <c>alpha</c> / <c>size</c> sum of X[k]^2)^<c>beta</c>, where k runs over the <c>size</c> channels from c - floor((size - 1)
/// / 2) to c + ceil((size - 1) / 2) that are there.
/// Operator sets 1 to 22; Float32; rank 2 to 4.
/// </summary>
internal sealed class LocalResponseNormalization : Operator
{
    private readonly float _alpha;
    private readonly float _beta;
    private readonly float _bias;
    private readonly int _size;

    public LocalResponseNormalization(OnnxNode node)
        : base(node, "alpha", "beta", "bias", "size")
    {
        _alpha = node.Attributes.Number("alpha", 1e-4f);
        _beta = node.Attributes.Number("beta", 0.75f);
        _bias = node.Attributes.Number("bias", 1);
        long size = node.Attributes.Integer("size", 0);
        _size = size is >= 1 and <= int.MaxValue / 2 ? (int)size : throw new OnnxException($"Attribute 'size' is {size}, expected at least 1.");
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        Shape shape = Facts.Float(inputs, 0, "X").Shape;
        return shape.Rank is >= 2 and <= 4
            ? [new TensorFact(ElementType.Float32, shape)]
            : throw new OnnxException($"Input X has shape {shape}, expected [N, C, H, W].");
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Row row = RowOf(input, context.Output<float>(0));
        context.Pool.Run(input.Shape[0] * row.Height, row);
    }

    public override bool HasGradient(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) => inputs[0]!.Shape.Count;

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        Row row = RowOf(input, context.InputGradient(0));
        context.Pool.Run(input.Shape[0] * row.Height, new BackwardRow(row, context.OutputGradient(0).Memory, context.Workspace));
    }

    private Row RowOf(Tensor<float> input, Tensor<float> output)
    {
        Span<int> strides = stackalloc int[4];
        Shape shape = new([.. input.Shape.Dimensions, .. Enumerable.Repeat(1, 4 - input.Shape.Rank)]);
        Strides.Fill(shape, input.Format, strides);
        return new Row(this, input.Memory, output.Memory, shape[1], shape[2], shape[3], strides[0], strides[1], strides[2], strides[3]);
    }

    private readonly record struct Row(
        LocalResponseNormalization Operator,
        Memory<float> Input,
        Memory<float> Output,
        int Channels,
        int Height,
        int Width,
        int PictureStride,
        int ChannelStride,
        int RowStride,
        int PixelStride) : IParallelBody
    {
        public void Execute(int index)
        {
            ReadOnlySpan<float> input = Input.Span;
            Span<float> output = Output.Span;
            for (int x = 0; x < Width; x++)
            {
                int pixel = PixelOf(index, x);
                for (int channel = 0; channel < Channels; channel++)
                {
                    int position = pixel + (channel * ChannelStride);
                    output[position] = (float)(input[position] / Math.Pow(Divisor(input, pixel, channel), Operator._beta));
                }
            }
        }

        public int PixelOf(int index, int x) => (index / Height * PictureStride) + (index % Height * RowStride) + (x * PixelStride);

        /// <summary>What is raised to the power of beta: bias and the mean square of the channels around.</summary>
        public double Divisor(ReadOnlySpan<float> input, int pixel, int channel)
        {
            int before = (Operator._size - 1) / 2;
            int last = Math.Min(Channels - 1, channel + Operator._size - 1 - before);
            double sum = 0;
            for (int near = Math.Max(0, channel - before); near <= last; near++)
            {
                double value = input[pixel + (near * ChannelStride)];
                sum += value * value;
            }

            return Operator._bias + ((double)Operator._alpha / Operator._size * sum);
        }
    }

    // With d the divisor of a channel: dx = dy d^-beta - 2 alpha beta / size x (sum of dy x d^(-beta - 1) over the channels whose sum holds this one).
    private readonly record struct BackwardRow(Row Row, Memory<float> OutputGradient, Memory<float> Terms) : IParallelBody
    {
        public void Execute(int index)
        {
            ReadOnlySpan<float> input = Row.Input.Span;
            ReadOnlySpan<float> outputGradient = OutputGradient.Span;
            Span<float> gradient = Row.Output.Span;
            Span<float> terms = Terms.Span;
            LocalResponseNormalization operation = Row.Operator;
            int after = (operation._size - 1) / 2;
            int before = operation._size - 1 - after;
            double factor = 2.0 * operation._alpha * operation._beta / operation._size;
            for (int x = 0; x < Row.Width; x++)
            {
                int pixel = Row.PixelOf(index, x);
                for (int channel = 0; channel < Row.Channels; channel++)
                {
                    int position = pixel + (channel * Row.ChannelStride);
                    double divisor = Row.Divisor(input, pixel, channel);
                    double scaled = outputGradient[position] * Math.Pow(divisor, -operation._beta);
                    gradient[position] = (float)scaled;
                    terms[position] = (float)(scaled * input[position] / divisor);
                }

                for (int channel = 0; channel < Row.Channels; channel++)
                {
                    double sum = 0;
                    int last = Math.Min(Row.Channels - 1, channel + after);
                    for (int near = Math.Max(0, channel - before); near <= last; near++)
                    {
                        sum += terms[pixel + (near * Row.ChannelStride)];
                    }

                    int position = pixel + (channel * Row.ChannelStride);
                    gradient[position] = (float)(gradient[position] - (factor * input[position] * sum));
                }
            }
        }
    }
}
