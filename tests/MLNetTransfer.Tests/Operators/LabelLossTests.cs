using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

/// <summary>What the node tests of the losses and of the optimizers lack: errors, Int32 labels, large scores, later steps.</summary>
public sealed class LabelLossTests
{
    [Fact]
    public void SoftmaxCrossEntropyLoss_LargeScoresAndShortLabels_StaysExact()
    {
        Tensor<float> loss = (Tensor<float>)Single(
            Node("SoftmaxCrossEntropyLoss", 13, 2, ("reduction", "none")), Floats([2, 2], 1000, 999, -1000, 1000), Tensor.FromValues(1, 1));
        Assert.Equal(1.3132617f, loss.Span[0], 1e-6f);
        Assert.Equal(0f, loss.Span[1]);
    }

    [Theory]
    [InlineData(5L)]
    [InlineData(-1L)]
    public void NegativeLogLikelihoodLoss_LabelThatIsNoClass_IsRefusedUnlessIgnored(long label)
    {
        Tensor input = Random(1, 2, 5);
        Tensor labels = Longs(label, 0);
        OnnxException exception = Assert.Throws<OnnxException>(() => Single(Node("NegativeLogLikelihoodLoss", 13, 2), input, labels));
        Assert.Contains("expected 0 to 4", exception.Message, StringComparison.Ordinal);
        Tensor<float> loss = (Tensor<float>)Single(Node("NegativeLogLikelihoodLoss", 13, 2, ("ignore_index", label)), input, labels);
        Assert.Equal(-((Tensor<float>)input).Span[5], loss.Span[0]);
    }

    [Fact]
    public void Infer_InputsThatDoNotFit_AreRefused()
    {
        OnnxNode node = Node("SoftmaxCrossEntropyLoss", 13, 3);
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(node).Infer(FactsOf(Random(1, 5), Longs(1))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(node).Infer(FactsOf(Random(1, 2, 5), Longs(1))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(node).Infer(FactsOf(Random(1, 2, 5), Random(1, 2))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(node).Infer(FactsOf(Random(1, 2, 5), Longs(1, 2), Random(1, 4))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("SoftmaxCrossEntropyLoss", 13, 2, ("reduction", "max"))));
    }

    [Fact]
    public void Adam_LaterStep_CorrectsTheRate()
    {
        Tensor?[] moved = Run(
            OperatorRegistry.Create(Training("Adam", 6, 3, ("alpha", 0.5f), ("beta", 0.75f), ("epsilon", 0f), ("norm_coefficient_post", 0.5f))),
            MemoryFormat.Contiguous,
            Tensor.FromValues(0.5f),
            Longs(1),
            Tensor.FromValues(2f),
            Tensor.FromValues(4f),
            Tensor.FromValues(2f),
            Tensor.FromValues(0f));

        // V = 1 + 2, H = 4, rate = 0.5 sqrt(0.25) / 0.5, so half of 2 - 0.5 x 3 / 2.
        Assert.Equal([0.625f, 3, 4], moved.Select(tensor => ((Tensor<float>)tensor!).Span[0]));
    }

    [Fact]
    public void Momentum_LaterStep_TakesItsShareOfTheGradient()
    {
        Tensor?[] moved = Run(
            OperatorRegistry.Create(Training("Momentum", 5, 2, ("alpha", 0.5f), ("beta", 0.25f), ("mode", "standard"), ("norm_coefficient", 0f))),
            MemoryFormat.Contiguous,
            Tensor.FromValues(0.5f),
            Longs(1),
            Tensor.FromValues(2f),
            Tensor.FromValues(4f),
            Tensor.FromValues(2f));
        Assert.Equal([1f, 2], moved.Select(tensor => ((Tensor<float>)tensor!).Span[0]));
    }

    [Fact]
    public void Momentum_BadNodes_AreRefused()
    {
        Assert.Contains("norm_coefficient is left out", Refusal(("alpha", 0.5f), ("beta", 0.25f), ("mode", "standard")), StringComparison.Ordinal);
        Assert.Contains(
            "'fast', expected standard or nesterov", Refusal(("alpha", 0.5f), ("beta", 0.25f), ("mode", "fast"), ("norm_coefficient", 0f)), StringComparison.Ordinal);
        Operator adam = OperatorRegistry.Create(Training("Adam", 5, 3));
        Assert.Throws<OnnxException>(() => adam.Infer(FactsOf(Random(1, 1), Longs(0), Random(2, 3), Random(3, 3), Random(4, 3))));
        adam = OperatorRegistry.Create(Training("Adam", 6, 3));
        Assert.Throws<OnnxException>(() => adam.Infer(FactsOf(Random(1, 1), Longs(0), Random(2, 3), Random(3, 3), Random(4, 2), Random(5, 3))));
        Assert.Throws<OnnxException>(() => adam.Infer(FactsOf(Random(1, 2), Longs(0), Random(2, 3), Random(3, 3), Random(4, 3), Random(5, 3))));
    }

    private static string Refusal(params (string Name, object Value)[] attributes) =>
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Training("Momentum", 5, 2, attributes))).Message;

    private static OnnxNode Training(string type, int inputs, int outputs, params (string Name, object Value)[] attributes) =>
        Node(type, 1, inputs, outputs, attributes) with { Domain = "ai.onnx.preview.training" };
}
