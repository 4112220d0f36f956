using System.Diagnostics;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Onnx;

/// <summary>Networks of other programs, folded and written again.</summary>
public sealed class FoldedNetworkFileTests
{
    private const string Python = "/usr/bin/python3";
    private const string Checker = "/usr/lib/python3/dist-packages/onnx";

    private static readonly string[] Files =
    [
        "mobilenetv2_0.35_224_keras_bn_backbone.onnx",
        "resnet18_torchvision_folded_to_layer3.onnx",
        "squeezenet1.1_gluon.onnx",
        "thirdparty/ort_examples_mnist.onnx",
        "thirdparty/ortext_FastestDet.onnx",
        "thirdparty/resnet20_cifar10_pytorch_export_bn_kept.onnx",
        "thirdparty/winml_SqueezeNet_fp16.onnx",
        "thirdparty/winml_tutorial_ImageClassifier.onnx",
    ];

    public static TheoryData<string> Networks => [.. Files];

    [SharedDataTheory]
    [MemberData(nameof(Networks))]
    public void Write_ReadBack_GivesTheSameBytes(string file)
    {
        byte[] bytes = Fold(file);

        Assert.Equal(bytes, OnnxWriter.Write(Graph.From(OnnxReader.Read(bytes)).ToOnnx("network")));
    }

    [PathFact(Checker, "python3-onnx")]
    public void Write_FoldedNetworks_PassTheFullCheckerOfOnnx()
    {
        if (Repository.SharedData is null)
        {
            return;
        }

        using TemporaryFolder folder = new();
        string[] paths = [.. Files.Select((file, index) => folder.Write($"{index}.onnx", Fold(file)))];
        string script = "import onnx, sys\nfor path in sys.argv[1:]: onnx.checker.check_model(onnx.load(path), full_check=True)";
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. paths]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, error);
    }

    private static byte[] Fold(string file) =>
        OnnxWriter.Write(GraphOptimizer.Fold(Graph.From(OnnxReader.Read(Repository.SharedPath("weights", file)))).ToOnnx("network"));
}
