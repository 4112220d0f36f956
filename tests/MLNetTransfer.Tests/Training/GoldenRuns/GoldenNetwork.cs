using System.Runtime.InteropServices;
using System.Text.Json;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Training.GoldenRuns;

/// <summary>One network of the golden run with what PyTorch made of it; <c>benchmarks/peers/golden_run.py</c> writes the files and says why they are as they are.</summary>
internal sealed class GoldenNetwork
{
    private static readonly string Folder = Repository.PathOf("tests", "MLNetTransfer.Tests", "Fixtures", "GoldenRun");

    private GoldenNetwork(string name, OnnxModel model, IReadOnlyList<GoldenRun> runs, IReadOnlyDictionary<bool, IReadOnlyDictionary<string, double>> norms)
    {
        Name = name;
        Model = model;
        Runs = runs;
        FirstGradientNorms = norms;
    }

    /// <summary>Names of the networks: <c>resnet</c> and <c>mobilenetv2</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["resnet", "mobilenetv2"];

    public string Name { get; }

    /// <summary>The network with its first weights: input <c>image</c> [N, 3, 16, 16], output <c>logits</c> [N, 10].</summary>
    public OnnxModel Model { get; }

    public IReadOnlyList<GoldenRun> Runs { get; }

    /// <summary>Euclidean norm of the gradient of each parameter at the first step; by whether BatchNormalization trains.</summary>
    public IReadOnlyDictionary<bool, IReadOnlyDictionary<string, double>> FirstGradientNorms { get; }

    /// <summary>Labels and sum of squares of the pictures of the last batch, as the script drew them.</summary>
    public static (int[] Labels, double SumOfSquares) LastBatch()
    {
        JsonElement batch = Document().GetProperty("lastBatch");
        return ([.. batch.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())], batch.GetProperty("sumOfSquares").GetDouble());
    }

    public static GoldenNetwork Read(string name)
    {
        JsonElement network = Document().GetProperty("networks").EnumerateArray().Single(entry => Text(entry, "name") == name);
        OnnxModel model = OnnxReader.Read(Path.Combine(Folder, name + ".onnx"));
        string[] tensors = [.. network.GetProperty("tensors").EnumerateArray().Select(tensor => Text(tensor, "name"))];
        ReadOnlySpan<short> changes = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Path.Combine(Folder, name + ".bin")));
        List<GoldenRun> runs = [];
        foreach (JsonElement run in network.GetProperty("runs").EnumerateArray())
        {
            runs.Add(Run(run, Values(model, tensors, run.GetProperty("unit").GetDouble(), ref changes)));
        }

        Assert.Equal(0, changes.Length);
        return new GoldenNetwork(name, model, runs, network.GetProperty("firstGradientNorms").EnumerateObject().ToDictionary(
            mode => mode.Name == "training",
            mode => (IReadOnlyDictionary<string, double>)mode.Value.EnumerateObject().ToDictionary(norm => norm.Name, norm => norm.Value.GetDouble())));
    }

    private static Dictionary<string, double[]> Values(OnnxModel model, string[] tensors, double unit, ref ReadOnlySpan<short> changes)
    {
        Dictionary<string, double[]> values = [];
        foreach (string tensor in tensors)
        {
            double[] value = Array.ConvertAll(((Tensor<float>)model.Graph.Initializers[tensor]).Span.ToArray(), first => (double)first);
            for (int index = 0; index < value.Length; index++)
            {
                value[index] += unit * changes[index];
            }

            values[tensor] = value;
            changes = changes[value.Length..];
        }

        return values;
    }

    private static GoldenRun Run(JsonElement run, IReadOnlyDictionary<string, double[]> finalValues) => new GoldenRun
    {
        Name = Text(run, "name"),
        TrainsNormalizations = Text(run, "batchNormalization") == "training",
        Rate = run.GetProperty("rate").GetDouble(),
        WeightDecay = run.GetProperty("weightDecay").GetDouble(),
        Losses = run.GetProperty("losses").Numbers(),
        FinalValues = finalValues,
        StorageError = run.GetProperty("unit").GetDouble() / 2,
    }.With(
        run.TryGetProperty("momentum", out JsonElement momentum) ? momentum.GetDouble() : 0,
        run.TryGetProperty("nesterov", out JsonElement nesterov) && nesterov.GetBoolean(),
        run.TryGetProperty("epsilon", out JsonElement epsilon) ? epsilon.GetDouble() : 0);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonElement Document()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "runs.json")));
        return document.RootElement.Clone();
    }
}
