using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

public sealed class ConvTests
{
    private static readonly Dictionary<string, ConvCase> All = new(StringComparer.Ordinal)
    {
        ["plain"] = new(Channels: 3, Outputs: 4),
        ["asymmetric pads"] = new(Channels: 3, Outputs: 4, Pads: [0, 1, 2, 3]),
        ["strides and dilation"] = new(Channels: 2, Outputs: 3, Strides: [2, 1], Dilations: [1, 2], Pads: [1, 1, 1, 1]),
        ["groups"] = new(Channels: 6, Outputs: 4, Groups: 2),
        ["depthwise with multiplier"] = new(Channels: 3, Outputs: 6, Groups: 3),
        ["same upper"] = new(Channels: 2, Outputs: 2, Strides: [2, 2], AutoPad: "SAME_UPPER", Expected: [1, 0, 1, 1]),
        ["same lower"] = new(Channels: 2, Outputs: 2, Strides: [2, 2], AutoPad: "SAME_LOWER", Expected: [1, 1, 1, 0]),
        ["valid"] = new(Channels: 2, Outputs: 2, AutoPad: "VALID"),
    };

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_AnyGeometry_EqualsDefinition(string name)
    {
        ConvCase tested = All[name];
        Tensor<float> input = Random(1, 2, tested.Channels, 7, 8);
        Tensor<float> weights = Random(2, tested.Outputs, tested.Channels / tested.Groups, 3, 3);
        Tensor<float> bias = Random(3, tested.Outputs);
        Operator made = OperatorRegistry.Create(tested.Node());
        Tensor<float> expected = tested.Reference(input, weights, bias);
        AssertClose(expected, Run(made, MemoryFormat.Contiguous, input, weights, bias)[0]);
        AssertClose(expected, Run(made, MemoryFormat.ChannelsLast, input, weights, bias)[0]);
    }

    [Theory]
    [InlineData(MemoryFormat.Contiguous)]
    [InlineData(MemoryFormat.ChannelsLast)]
    public void WithEpilogue_ResidualAndActivation_EqualsSeparateNodes(MemoryFormat format)
    {
        Tensor<float> input = Random(1, 2, 3, 5, 5);
        Tensor<float> weights = Random(2, 4, 3, 3, 3);
        Tensor<float> bias = Random(3, 4);
        Tensor<float> residual = Random(4, 2, 4, 3, 3);
        Conv plain = Assert.IsType<Conv>(OperatorRegistry.Create(Node("Conv", 11, 3)));
        Conv fused = plain.WithEpilogue(Activation.Clip(0, 1), hasResidual: true);

        Tensor sum = Single(Node("Add", 13, 2), Run(plain, format, input, weights, bias)[0]!, residual);
        Tensor expected = Single(Node("Clip", 6, 1, ("min", 0f), ("max", 1f)), sum);

        AssertClose(expected, Run(fused, format, input, weights, bias, residual)[0]);
        Assert.True(fused.HasResidual);
        Assert.Equal(Activation.Clip(0, 1), fused.Activation);
        Assert.Equal(Activation.None, plain.Activation);
    }

    [Fact]
    public void WithEpilogue_NoBias_AddsResidual()
    {
        Tensor<float> input = Random(1, 1, 2, 4, 4);
        Tensor<float> weights = Random(2, 2, 2, 1, 1);
        Conv fused = new Conv(Node("Conv", 11, 2)).WithEpilogue(Activation.None, hasResidual: true);
        Tensor expected = Single(Node("Add", 13, 2), Single(Node("Conv", 11, 2), input, weights), input);
        AssertClose(expected, Run(fused, MemoryFormat.ChannelsLast, input, weights, null, input)[0]);
    }

    [Fact]
    public void Forward_OtherConstantWeightsLater_DoesNotUseTheFirst()
    {
        Tensor<float> input = Random(1, 1, 1, 3, 3);
        Operator tested = OperatorRegistry.Create(Node("Conv", 11, 2));
        AssertClose(Single(Node("Mul", 13, 2), input, Floats([1], 2)), Run(tested, MemoryFormat.Contiguous, input, Floats([1, 1, 1, 1], 2))[0]);
        AssertClose(Single(Node("Mul", 13, 2), input, Floats([1], 3)), Run(tested, MemoryFormat.Contiguous, input, Floats([1, 1, 1, 1], 3))[0]);
    }

    [Fact]
    public void Forward_OneSpatialDimension_IsAPictureOfHeightOne()
    {
        Tensor<float> input = Random(1, 2, 3, 9);
        Tensor<float> weights = Random(2, 4, 3, 3);
        Tensor found = Single(Node("Conv", 11, 2, ("pads", new[] { 1L, 0L }), ("strides", new[] { 2L })), input, weights);
        Tensor expected = Single(
            Node("Conv", 11, 2, ("pads", new[] { 0L, 1L, 0L, 0L }), ("strides", new[] { 1L, 2L })),
            input.Reshape(new Shape(2, 3, 1, 9)),
            weights.Reshape(new Shape(4, 3, 1, 3)));
        AssertClose(expected.Reshape(new Shape(2, 4, 4)), found);
    }

    [Theory]
    [InlineData(new[] { 1, 4, 5, 5 }, new[] { 2, 3, 3, 3 }, "channels")]
    [InlineData(new[] { 1, 3, 2, 2 }, new[] { 2, 3, 3, 3 }, "fit")]
    [InlineData(new[] { 1, 3, 5, 5 }, new[] { 2, 3, 3 }, "rank")]
    [InlineData(new[] { 1, 3, 5, 5, 5 }, new[] { 2, 3, 3, 3, 3 }, "supported")]
    public void Infer_ShapesThatDoNotFit_SaysSo(int[] input, int[] weights, string expected)
    {
        Operator tested = OperatorRegistry.Create(Node("Conv", 11, 2));
        OnnxException exception = Assert.Throws<OnnxException>(() => tested.Infer(FactsOf(Random(1, input), Random(2, weights))));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infer_ResidualOfAnotherShape_SaysBoth()
    {
        Operator tested = new Conv(Node("Conv", 11, 2)).WithEpilogue(Activation.None, hasResidual: true);
        OnnxException exception = Assert.Throws<OnnxException>(() => tested.Infer(FactsOf(Random(1, 1, 1, 4, 4), Random(2, 1, 1, 3, 3), null, Random(3, 1, 1, 3, 3))));
        Assert.Contains("[1, 1, 3, 3], expected [1, 1, 2, 2]", exception.Message, StringComparison.Ordinal);
    }

    private sealed record ConvCase(
        int Channels,
        int Outputs,
        int Groups = 1,
        int[]? Strides = null,
        int[]? Dilations = null,
        int[]? Pads = null,
        string AutoPad = "NOTSET",
        int[]? Expected = null)
    {
        public OnnxNode Node()
        {
            List<(string, object)> attributes = [("group", (long)Groups), ("auto_pad", AutoPad)];
            foreach ((string name, int[]? values) in new[] { ("strides", Strides), ("dilations", Dilations), ("pads", Pads) })
            {
                if (values is not null)
                {
                    attributes.Add((name, Array.ConvertAll(values, value => (long)value)));
                }
            }

            return OperatorHarness.Node("Conv", 11, 3, [.. attributes]);
        }

        /// <summary>The formula of the operator; pads are top, left, bottom, right.</summary>
        public Tensor<float> Reference(Tensor<float> input, Tensor<float> weights, Tensor<float> bias)
        {
            int[] pads = Expected ?? Pads ?? [0, 0, 0, 0];
            int[] strides = Strides ?? [1, 1];
            int[] dilations = Dilations ?? [1, 1];
            int height = ((input.Shape[2] + pads[0] + pads[2] - (2 * dilations[0]) - 1) / strides[0]) + 1;
            int width = ((input.Shape[3] + pads[1] + pads[3] - (2 * dilations[1]) - 1) / strides[1]) + 1;
            Tensor<float> output = Tensor.Create<float>(new Shape(input.Shape[0], Outputs, height, width));
            int inputs = Channels / Groups;
            for (int position = 0; position < output.Shape.Count; position++)
            {
                int x = position % width;
                int y = position / width % height;
                int channel = position / width / height % Outputs;
                int picture = position / width / height / Outputs;
                double sum = bias.Span[channel];
                for (int tap = 0; tap < inputs * 9; tap++)
                {
                    int row = (y * strides[0]) + (tap / 3 % 3 * dilations[0]) - pads[0];
                    int column = (x * strides[1]) + (tap % 3 * dilations[1]) - pads[1];
                    int from = (channel / (Outputs / Groups) * inputs) + (tap / 9);
                    if (row >= 0 && row < input.Shape[2] && column >= 0 && column < input.Shape[3])
                    {
                        double value = input.Span[((((picture * Channels) + from) * input.Shape[2]) + row) * input.Shape[3] + column];
                        sum += value * weights.Span[(channel * inputs * 9) + tap];
                    }
                }

                output.Span[position] = (float)sum;
            }

            return output;
        }
    }
}
