using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Inference;

/// <summary>What a network gives for labelled picture files, in their order.</summary>
public static class PicturePredictions
{
    /// <summary>Runs a network over pictures.</summary>
    /// <param name="network">One picture input, one output; it is folded and fused here.</param>
    /// <param name="items">The pictures.</param>
    /// <param name="preprocessing">How a picture becomes the input.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="convert">Makes the answer of one row of the output; called by several threads at once.</param>
    /// <param name="task">Told of every picture, or null.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>One answer a picture, null where it cannot be read.</returns>
    public static float[]?[] Compute(
        Graph network,
        IReadOnlyList<ImageItem> items,
        Preprocessing preprocessing,
        int threads,
        Converter convert,
        IProgressTask? task,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        Consumer consumer = new(items.Count, convert);
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(network), preprocessing, threads);
        pipeline.Run([.. items.Select(item => item.Path)], consumer, task, cancellationToken);
        return consumer.Answers;
    }

    /// <summary>Makes the answer of one row of the output.</summary>
    public delegate float[] Converter(ReadOnlySpan<float> output);

    private sealed class Consumer(int count, Converter convert) : IPictureConsumer
    {
        public float[]?[] Answers { get; } = new float[count][];

        public bool Wants(int index, ReadOnlySpan<byte> content) => true;

        public void Accept(int index, ReadOnlySpan<float> output) => Answers[index] = convert(output);

        public void Reject(int index, string reason)
        {
            // Its answer stays null; whoever listed the pictures has met the reason before.
        }
    }
}
