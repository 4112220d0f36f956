using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Onnx;

public sealed class HalfWeightsTests
{
    [Fact]
    public void Expand_OfWhatApplyMade_IsTheNetworkWithRoundedWeights()
    {
        OnnxModel model = MobileNetV2Builder.Build(0.1f, 3).ToOnnx("small");

        OnnxModel expanded = HalfWeights.Expand(OnnxReader.Read(OnnxWriter.Write(HalfWeights.Apply(model))));

        Assert.Equal(model.Graph.Nodes.Select(node => node.Outputs[0]), expanded.Graph.Nodes.Select(node => node.Outputs[0]));
        Assert.Equal(model.Graph.Initializers.Keys.Order(StringComparer.Ordinal), expanded.Graph.Initializers.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor constant) in model.Graph.Initializers)
        {
            Tensor<float> expected = (Tensor<float>)constant;
            Tensor<float> actual = (Tensor<float>)expanded.Graph.Initializers[name];
            Assert.Equal(expected.Shape, actual.Shape);
            for (int index = 0; index < expected.Span.Length; index++)
            {
                Assert.Equal(expected.Span.Length < 256 ? expected.Span[index] : (float)(Half)expected.Span[index], actual.Span[index]);
            }
        }
    }

    [Fact]
    public void Expand_NetworkWithoutHalves_IsTheSame()
    {
        OnnxModel model = MobileNetV2Builder.Build(0.1f, 3).ToOnnx("small");

        Assert.Same(model, HalfWeights.Expand(model));
    }
}
