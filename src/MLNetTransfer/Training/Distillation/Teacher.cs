using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Training.Distillation;

/// <summary>A network that answers the pictures of a batch, as they are after augmentation and mixing.</summary>
public sealed class Teacher
{
    private readonly PictureExecutor _executor;
    private readonly GraphInput _input;
    private readonly float[]? _factors;
    private readonly float[]? _offsets;
    private readonly bool _isReversed;
    private Tensor<float>? _rescaled;

    /// <summary>Makes a teacher.</summary>
    /// <param name="features">From a picture to the values that are to be taught [N, length].</param>
    /// <param name="own">The normalisation that it expects.</param>
    /// <param name="given">The normalisation of the pictures that it gets.</param>
    /// <param name="pool">Threads.</param>
    /// <exception cref="OnnxException">The network cannot take pictures of that size.</exception>
    public Teacher(Graph features, Preprocessing own, Preprocessing given, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(given);
        Graph free = OfAnySize(features);
        _input = GraphInputs.Picture(free);
        Length = LengthAt(free, given.CropSize);
        _executor = new PictureExecutor(GraphOptimizer.OptimizeForInference(free), pool);
        _isReversed = own.Order != given.Order;
        if (own.Mean != given.Mean || own.Deviation != given.Deviation || _isReversed)
        {
            (float[] ownMeans, float[] ownDeviations) = Stored(own, own.Order);
            (float[] givenMeans, float[] givenDeviations) = Stored(given, own.Order);
            _factors = [.. givenDeviations.Zip(ownDeviations, (theirs, mine) => theirs / mine)];
            _offsets = [.. Enumerable.Range(0, 3).Select(channel => (givenMeans[channel] - ownMeans[channel]) / ownDeviations[channel])];
        }
    }

    /// <summary>Values for each picture.</summary>
    public int Length { get; }

    /// <summary>The answers [N, length].</summary>
    /// <param name="images">[N, 3, side, side], channels-last.</param>
    public Tensor<float> Answer(Tensor<float> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Tensor<float> pictures = _factors is null ? images : Rescale(images);
        Shape shape = pictures.Shape;
        Tensor input = _input.Dimensions is { Count: 4 } dimensions && dimensions[3].Value == 3
            ? Tensor.From(new Shape(shape[0], shape[2], shape[3], shape[1]), pictures.Memory)
            : pictures;
        return (Tensor<float>)_executor.Run(input);
    }

    // Height and width may be stated in the file although nothing depends on them.
    internal static Graph OfAnySize(Graph graph)
    {
        if (GraphInputs.FixedSide(graph) is null)
        {
            return graph;
        }

        GraphEditor editor = new(graph);
        GraphInput picture = GraphInputs.Picture(graph);
        OnnxDimension[] dimensions = [.. picture.Dimensions!.Select((dimension, axis) => axis > 0 && dimension.Value != 3 ? new OnnxDimension(null, axis == 3 ? "width" : "height") : dimension)];
        editor.Inputs[editor.Inputs.FindIndex(input => input.Name == picture.Name)] = picture with { Dimensions = dimensions };
        return editor.ToGraph();
    }

    internal static int LengthAt(Graph graph, int side)
    {
        try
        {
            Shape shape = ShapeInference.Infer(graph, NominalInput.Facts(graph, side))[graph.Outputs[0]].Shape;
            return shape.Rank == 2 ? shape[1] : throw new OnnxException($"The teacher gives values of shape {shape}; expected a row for each picture.");
        }
        catch (OnnxException exception)
        {
            throw new OnnxException($"The teacher cannot take pictures of {side} pixels: {exception.Message} Give its own size with --size.", exception);
        }
    }

    private static (float[] Means, float[] Deviations) Stored(Preprocessing preprocessing, ChannelOrder order)
    {
        float[] means = [preprocessing.Mean.Red, preprocessing.Mean.Green, preprocessing.Mean.Blue];
        float[] deviations = [preprocessing.Deviation.Red, preprocessing.Deviation.Green, preprocessing.Deviation.Blue];
        if (order == ChannelOrder.Bgr)
        {
            Array.Reverse(means);
            Array.Reverse(deviations);
        }

        return (means, deviations);
    }

    private Tensor<float> Rescale(Tensor<float> images)
    {
        if (_rescaled is null || _rescaled.Shape != images.Shape)
        {
            _rescaled = Tensor.Create<float>(images.Shape, images.Format);
        }

        ReadOnlySpan<float> source = images.Span;
        Span<float> target = _rescaled.Span;
        for (int pixel = 0; pixel < source.Length; pixel += 3)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                target[pixel + channel] = (source[pixel + (_isReversed ? 2 - channel : channel)] * _factors![channel]) + _offsets![channel];
            }
        }

        return _rescaled;
    }
}
