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
        Span<int> strides = stackalloc int[4];
        Shape shape = new([.. input.Shape.Dimensions, .. Enumerable.Repeat(1, 4 - input.Shape.Rank)]);
        Strides.Fill(shape, input.Format, strides);
        Row row = new(this, input.Memory, context.Output<float>(0).Memory, shape[1], shape[2], shape[3], strides[0], strides[1], strides[2], strides[3]);
        context.Pool.Run(shape[0] * shape[2], row);
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
            int before = (Operator._size - 1) / 2;
            int after = Operator._size - 1 - before;
            double factor = (double)Operator._alpha / Operator._size;
            for (int x = 0; x < Width; x++)
            {
                int pixel = (index / Height * PictureStride) + (index % Height * RowStride) + (x * PixelStride);
                for (int channel = 0; channel < Channels; channel++)
                {
                    double sum = 0;
                    int last = Math.Min(Channels - 1, channel + after);
                    for (int near = Math.Max(0, channel - before); near <= last; near++)
                    {
                        double value = input[pixel + (near * ChannelStride)];
                        sum += value * value;
                    }

                    int position = pixel + (channel * ChannelStride);
                    output[position] = (float)(input[position] / Math.Pow(Operator._bias + (factor * sum), Operator._beta));
                }
            }
        }
    }
}
