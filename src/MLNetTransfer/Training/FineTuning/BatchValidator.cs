using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Measures a network on batches that are always the same, for pictures that are no files.</summary>
/// <param name="batches">The pictures, not changed at random and always in the same order.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="pool">Threads.</param>
public sealed class BatchValidator(TrainingBatches batches, int classes, WorkerPool pool) : INetworkValidator
{
    private readonly TrainingBatch _batch = batches.CreateBatch();
    private readonly SoftmaxCrossEntropyLoss _loss = new(classes, null, 0);

    /// <inheritdoc/>
    public ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        Graph graph = network.ToWhole();
        PictureExecutor executor = new(GraphOptimizer.OptimizeForInference(graph), pool);
        bool isChannelsLast = GraphInputs.IsChannelsLast(graph);
        BatchLoss sum = default;
        float[] gradient = [];
        for (int step = 0; step < batches.StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batches.Fill(0, step, _batch);
            if (_batch.Count == 0)
            {
                continue;
            }

            Shape shape = _batch.Images.Shape;
            Tensor input = isChannelsLast ? Tensor.From(new Shape(shape[0], shape[2], shape[3], shape[1]), _batch.Images.Memory) : _batch.Images;
            Tensor<float> outputs = (Tensor<float>)executor.Run(input);
            Array.Resize(ref gradient, outputs.Span.Length);
            sum += _loss.Evaluate(outputs.Span, new StepBatch(new Dictionary<string, Tensor>(), _batch.LabelMemory, null), gradient, _batch.Count);
        }

        return new ValidationResult(sum.Mean, sum.Accuracy, sum.Count);
    }
}
