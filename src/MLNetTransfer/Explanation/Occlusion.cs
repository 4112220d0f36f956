using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Explanation;

/// <summary>
/// Occlusion: the network answers for the picture with a patch at one place after the other. The heat of a place is the mean fall of the probability over the patches that cover it.
/// </summary>
internal sealed class Occlusion
{
    private const int Together = 16;

    private readonly GraphExecutor _executor;
    private readonly int _side;
    private readonly int? _fixedBatch;
    private readonly int _batch;
    private readonly bool _channelsLast;
    private readonly Memory<float> _inputs;

    /// <summary>Prepares a network.</summary>
    /// <param name="graph">The network; its first output gives probabilities or scores.</param>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <param name="pool">Threads; the caller disposes it.</param>
    public Occlusion(Graph graph, int side, WorkerPool pool)
    {
        _executor = new GraphExecutor(GraphOptimizer.OptimizeForInference(graph), pool);
        _side = side;
        _fixedBatch = GraphInputs.FixedBatch(graph);
        _batch = _fixedBatch ?? Together;
        _channelsLast = GraphInputs.IsChannelsLast(graph);
        _inputs = TensorMemory.Allocate<float>(_batch * side * side * Image.Channels);
    }

    /// <summary>Covers a picture.</summary>
    /// <param name="picture">Side x side x 3 floats as the network takes them, channels contiguous.</param>
    /// <param name="fill">The colour of the patch: 3 floats as the network takes them.</param>
    /// <param name="patch">Side of the patch in pixels.</param>
    /// <param name="stride">Pixels from one place of the patch to the next.</param>
    /// <param name="toProbabilities">Makes probabilities of a row of the output.</param>
    /// <returns>The probabilities of the whole picture, and those for every place of the patch.</returns>
    public OcclusionAnswers Run(ReadOnlyMemory<float> picture, ReadOnlySpan<float> fill, int patch, int stride, Func<float[], float[]> toProbabilities)
    {
        patch = Math.Min(patch, _side);
        int[] starts = Starts(_side, patch, stride);
        int length = picture.Length;
        int places = starts.Length * starts.Length;
        float[][] answers = new float[places + 1][];

        // Number 0 is the picture as it is.
        for (int first = 0; first <= places; first += _batch)
        {
            int count = Math.Min(_batch, places + 1 - first);
            for (int position = 0; position < count; position++)
            {
                Span<float> variant = _inputs.Span.Slice(position * length, length);
                picture.Span.CopyTo(variant);
                int place = first + position - 1;
                if (place >= 0)
                {
                    Cover(variant, starts[place % starts.Length], starts[place / starts.Length], patch, fill);
                }
            }

            Infer(count, answers.AsSpan(first, count), toProbabilities);
        }

        return new OcclusionAnswers(_side, patch, starts, answers[0], answers[1..]);
    }

    // The patches begin at both edges; the last step may be a shorter one.
    internal static int[] Starts(int side, int patch, int stride)
    {
        List<int> starts = [];
        for (int start = 0; start < side - patch; start += stride)
        {
            starts.Add(start);
        }

        return [.. starts, side - patch];
    }

    private void Cover(Span<float> variant, int left, int top, int patch, ReadOnlySpan<float> fill)
    {
        for (int row = top; row < top + patch; row++)
        {
            Span<float> covered = variant.Slice(((row * _side) + left) * Image.Channels, patch * Image.Channels);
            for (int index = 0; index < covered.Length; index += Image.Channels)
            {
                fill.CopyTo(covered[index..]);
            }
        }
    }

    private void Infer(int count, Span<float[]> answers, Func<float[], float[]> toProbabilities)
    {
        // A network of a fixed batch runs on all of it; the rows behind the count are left over from before and ignored.
        Tensor<float> output = (Tensor<float>)_executor.Run(PictureTensor.Of(_inputs, _fixedBatch ?? count, _side, _channelsLast));
        int length = output.Shape.Count / output.Shape[0];
        for (int position = 0; position < count; position++)
        {
            answers[position] = toProbabilities(output.Span.Slice(position * length, length).ToArray());
        }
    }
}
