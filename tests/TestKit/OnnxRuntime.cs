using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetTransfer.TestKit;

/// <summary>A real ONNX Runtime, the npm package <c>onnxruntime-node</c>, where the environment variable names the folder that it is installed in.</summary>
public static class OnnxRuntime
{
    /// <summary>The environment variable: a folder with <c>node_modules/onnxruntime-node</c>.</summary>
    public const string Variable = "MLNETTRANSFER_ONNXRUNTIME";

    /// <summary>Why it cannot be used, or null when it can.</summary>
    public static string? Missing
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable(Variable);
            return folder is not null && Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node"))
                ? null
                : $"{Variable} does not name a folder with node_modules/onnxruntime-node.";
        }
    }

    /// <summary>Runs a model on one float input.</summary>
    /// <param name="optimize">Whether ONNX Runtime may rewrite the graph, which rounds differently.</param>
    /// <param name="modelPath">The file.</param>
    /// <param name="input">All numbers.</param>
    /// <param name="shape">Their shape, the first dimension the pictures.</param>
    /// <param name="batch">Pictures at once; null for all. The outputs of the batches are joined.</param>
    /// <returns>By output name, the values: numbers or texts.</returns>
    public static IReadOnlyDictionary<string, JsonElement> Run(string modelPath, float[] input, IReadOnlyList<int> shape, bool optimize = true, int? batch = null)
    {
        using TemporaryFolder folder = new();
        string inputPath = folder.Write("input.bin", MemoryMarshal.AsBytes<float>(input));
        string outputPath = folder.PathOf("output.json");
        string script = Repository.PathOf("tests", "TestKit", "run-onnx.js");
        string dimensions = string.Join(',', shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        using Process process = Process.Start(new ProcessStartInfo("node", [script, modelPath, inputPath, dimensions, outputPath, optimize ? "all" : "disabled", (batch ?? shape[0]).ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ONNX Runtime refused {modelPath}: {error}");
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(outputPath));
        return document.RootElement.EnumerateObject().ToDictionary(output => output.Name, output => output.Value.GetProperty("data").Clone());
    }
}
