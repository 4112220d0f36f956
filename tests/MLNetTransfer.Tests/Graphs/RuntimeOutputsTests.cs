using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>
/// Networks of other programs against ONNX Runtime 1.14 (onnxruntime-node, on the CPU). The input is x[i] = ((7919 i mod 1001) - 512) / 512, each value exact also in half
/// precision; of an output o of n elements the elements o[k (n - 1) / 5] for k = 0 to 5 are stated, and the largest magnitude of all.
/// </summary>
public sealed class RuntimeOutputsTests
{
    private const double Tolerance = 1e-4;

    // The runtime rounds every value of this network to half precision, eleven bits.
    private const double HalfPrecisionTolerance = 5e-3;

    public static TheoryData<string, string, int[], double, float[]> Outputs => new()
    {
        { "ort_examples_Ultraface_RFB320", "scores", [1, 3, 240, 320], 0.9950917, [0.91263533f, 0.072276853f, 0.089922279f, 0.070411414f, 0.062183939f, 0.047147684f] },
        { "ort_examples_Ultraface_RFB320", "boxes", [1, 3, 240, 320], 1.274266, [0.0067215632f, 0.28731242f, 0.49415910f, 0.79755020f, 0.99904048f, 1.2640392f] },
        { "ort_examples_mnist", "Plus214_Output_0", [1, 1, 28, 28], 1.601808, [-0.99887007f, -0.059549794f, -0.32260507f, -0.40626127f, -0.62139779f, -0.79661608f] },
        { "ortext_FastestDet", "output", [1, 3, 352, 352], 351.6579, [3.8888476f, 0.0045516877f, 0.0052223629f, 0.0065908409f, 0.026089642f, 0.0059914491f] },
        { "resnet20_cifar10_pytorch_export_eval_folded", "logits", [2, 3, 32, 32], 7.319342, [-1.5891292f, 0.70412976f, -4.7993927f, -1.2385007f, 3.8873577f, -2.4683716f] },
        { "winml_mnist", "Plus214_Output_0", [1, 1, 28, 28], 1.601808, [-0.99887007f, -0.059549794f, -0.32260507f, -0.40626127f, -0.62139779f, -0.79661608f] },
        { "winml_tutorial_ImageClassifier", "modelOutput", [2, 3, 32, 32], 7.548798, [1.5143709f, -4.3379459f, -7.5487976f, -1.7063428f, -5.9408741f, -5.3545251f] },
        { "winml_SqueezeNet_fp16", "softmaxout_1", [1, 3, 224, 224], 0.3272862, [0.000085553133f, 0.0000069421171f, 0.000066014829f, 0.00090583041f, 0.0000073989704f, 0.0020330597f] },
    };

    [SharedDataTheory]
    [MemberData(nameof(Outputs))]
    public void Run_ThirdPartyNetwork_GivesWhatOnnxRuntimeGives(string file, string output, int[] dimensions, double largest, float[] expected)
    {
        Graph graph = Graph.From(OnnxReader.Read(Repository.SharedPath("weights", "thirdparty", file + ".onnx"))).WithOutputs(output);
        double tolerance = largest * (file.EndsWith("fp16", StringComparison.Ordinal) ? HalfPrecisionTolerance : Tolerance);

        foreach (Graph form in (Graph[])[graph, GraphOptimizer.OptimizeForInference(graph)])
        {
            float[] found = ((Tensor<float>)new GraphExecutor(form, WorkerPool.Sequential).Run(Input(dimensions))).Span.ToArray();
            Assert.InRange(found.Max(Math.Abs), largest - tolerance, largest + tolerance);
            for (int sample = 0; sample < expected.Length; sample++)
            {
                float value = found[(int)((long)sample * (found.Length - 1) / 5)];
                Assert.InRange(value, expected[sample] - tolerance, expected[sample] + tolerance);
            }
        }
    }

    private static Tensor<float> Input(int[] dimensions)
    {
        Tensor<float> input = Tensor.Create<float>(new Shape(dimensions));
        for (int index = 0; index < input.Shape.Count; index++)
        {
            input.Span[index] = ((7919L * index % 1001) - 512) / 512f;
        }

        return input;
    }
}
