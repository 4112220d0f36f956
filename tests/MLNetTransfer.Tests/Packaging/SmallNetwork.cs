using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Packaging;

/// <summary>A classifier by the mean colour of a picture, for tests of what lies around a network.</summary>
internal static class SmallNetwork
{
    public static OnnxModel Create(int side, int classes, int operatorSet = 13)
    {
        float[] weights = [.. Enumerable.Range(0, 3 * classes).Select(index => (index % 5) - 2f)];
        return new OnnxModel(
            7,
            new Dictionary<string, int> { [""] = operatorSet },
            "tests",
            "1",
            new Dictionary<string, string>(),
            new OnnxGraph(
                "small",
                [new OnnxValueInfo("image", ElementType.Float32, [new(null, "batch"), new(3, null), new(side, null), new(side, null)])],
                [new OnnxValueInfo("probabilities", ElementType.Float32, [new(null, "batch"), new(classes, null)])],
                [
                    new OnnxNode("mean", "GlobalAveragePool", "", operatorSet, ["image"], ["mean"], new OnnxAttributes()),
                    new OnnxNode("flat", "Flatten", "", operatorSet, ["mean"], ["flat"], new OnnxAttributes()),
                    new OnnxNode("logits", "MatMul", "", operatorSet, ["flat", "weights"], ["logits"], new OnnxAttributes()),
                    new OnnxNode("softmax", "Softmax", "", operatorSet, ["logits"], ["probabilities"], new OnnxAttributes([new("axis", 1L)])),
                ],
                new Dictionary<string, Tensor> { ["weights"] = Tensor.From<float>(new Shape(3, classes), weights) }));
    }

    public static byte[] Write(OnnxModel model) => OnnxWriter.Write(model);
}
