using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Onnx;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Quantization;

/// <summary>
/// Finds the ranges of a network's values on pictures: the mean over the pictures of the least and of the greatest number in each, which an outlier of one
/// picture moves little (R. Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", 2018, section 3.1.1, takes a moving average).
/// </summary>
internal static class Calibration
{
    private static readonly long[] Second = [1];

    /// <param name="model">The network; its input takes what <paramref name="preprocessing"/> makes of a picture.</param>
    /// <param name="preprocessing">How a picture becomes the input.</param>
    /// <param name="values">Which values.</param>
    /// <param name="pictures">Picture files; those that cannot be read are passed over.</param>
    /// <param name="threads">At least 1; the ranges do not depend on it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>The ranges by value, and how many pictures they are of; none when no picture can be read.</returns>
    public static (IReadOnlyDictionary<string, ValueRange> Ranges, int Pictures) Measure(
        OnnxModel model,
        Preprocessing preprocessing,
        IReadOnlyList<string> values,
        IReadOnlyList<string> pictures,
        int threads,
        IProgressReporter progress,
        CancellationToken cancellationToken)
    {
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(Extremes(model, values)), preprocessing, threads);
        Rows rows = new(pictures.Count);
        using (IProgressTask task = progress.Start("Calibrate", pictures.Count, "pictures"))
        {
            pipeline.Run(pictures, rows, task, cancellationToken);
        }

        float[][] read = [.. rows.Outputs.OfType<float[]>()];
        Dictionary<string, ValueRange> ranges = new(StringComparer.Ordinal);
        for (int index = 0; index < values.Count && read.Length > 0; index++)
        {
            ranges[values[index]] = new ValueRange((float)Math.Min(0, read.Average(row => (double)row[2 * index])), (float)Math.Max(0, read.Average(row => (double)row[(2 * index) + 1])));
        }

        return (ranges, read.Length);
    }

    // One output [N, 2 values]: the least and the greatest of each in turn.
    private static Graph Extremes(OnnxModel model, IReadOnlyList<string> values)
    {
        GraphEditor editor = new(Graph.From(model));
        bool axesAreInput = editor.OperatorSets[""] >= 18;
        string axes = axesAreInput ? editor.Add(editor.FreshName("calibration_axes"), Tensor.FromValues(1L)) : "";
        List<string> columns = [];
        for (int index = 0; index < values.Count; index++)
        {
            string flat = editor.Add("Flatten", editor.FreshName($"calibration_{index}"), [values[index]], [new("axis", 1L)]);
            columns.Add(Reduce("ReduceMin", flat));
            columns.Add(Reduce("ReduceMax", flat));
        }

        editor.Outputs.Clear();
        editor.Outputs.Add(editor.Add("Concat", editor.FreshName("calibration"), columns, [new("axis", 1L)]));
        return editor.ToGraph();

        string Reduce(string type, string value) => axesAreInput
            ? editor.Add(type, editor.FreshName($"{value}_{type}"), [value, axes])
            : editor.Add(type, editor.FreshName($"{value}_{type}"), [value], [new("axes", Second)]);
    }

    private sealed class Rows(int count) : IPictureConsumer
    {
        public float[]?[] Outputs { get; } = new float[count][];

        public bool Wants(int index, ReadOnlySpan<byte> content) => true;

        public void Accept(int index, ReadOnlySpan<float> output)
        {
            foreach (float extreme in output)
            {
                if (!float.IsFinite(extreme))
                {
                    return;
                }
            }

            Outputs[index] = output.ToArray();
        }

        public void Reject(int index, string reason)
        {
        }
    }
}
