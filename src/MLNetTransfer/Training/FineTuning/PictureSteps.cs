using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Batches of pictures that go through the frozen part of a network in each step, because augmentation makes them new each time.</summary>
public sealed class PictureSteps : IStepSource
{
    private readonly TrainableNetwork _network;
    private readonly TrainingBatches _batches;
    private readonly TrainingBatch _batch;
    private readonly PictureExecutor? _frozen;
    private readonly string _picture;
    private readonly bool _isChannelsLast;

    /// <summary>Makes the source.</summary>
    /// <param name="network">The network.</param>
    /// <param name="features">The whole backbone, whose input says in which order it takes the channels.</param>
    /// <param name="batches">The batches of pictures.</param>
    /// <param name="pool">Threads for the frozen part.</param>
    public PictureSteps(TrainableNetwork network, Graph features, TrainingBatches batches, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batches);
        _network = network;
        _batches = batches;
        _batch = batches.CreateBatch();
        _frozen = network.Frozen is null ? null : new PictureExecutor(network.Frozen, pool);
        _picture = GraphInputs.Picture(features).Name;
        _isChannelsLast = GraphInputs.IsChannelsLast(features);
    }

    /// <inheritdoc/>
    public int StepsPerEpoch => _batches.StepsPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyList<SkippedPicture> Skipped => _batches.Skipped;

    /// <summary>Position in the list of each picture of the batch that was taken last.</summary>
    internal ReadOnlySpan<int> Items => _batch.Items;

    /// <summary>The pictures of the batch that was taken last: [N, 3, side, side], channels-last.</summary>
    internal Tensor<float> Pictures => _batch.Images;

    /// <inheritdoc/>
    public StepBatch? Take(int epoch, int step)
    {
        _batches.Fill(epoch, step, _batch);
        if (_batch.Count == 0)
        {
            return null;
        }

        Tensor<float> images = _batch.Images;
        Shape shape = images.Shape;
        Tensor picture = _isChannelsLast ? Tensor.From(new Shape(shape[0], shape[2], shape[3], shape[1]), images.Memory) : images;
        Dictionary<string, Tensor> values = new(StringComparer.Ordinal) { [_picture] = picture };
        if (_frozen is not null)
        {
            foreach ((string name, Tensor value) in _frozen.Run(values))
            {
                values[name] = value;
            }
        }

        return new StepBatch(
            _network.Cut.ToDictionary(input => input.Name, input => values[input.Name], StringComparer.Ordinal),
            _batch.LabelMemory,
            _batch.Targets);
    }
}
