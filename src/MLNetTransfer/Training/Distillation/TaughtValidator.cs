using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.Distillation;

/// <summary>How well a student repeats its teacher on pictures that it does not learn from: the accuracy is the share of the variance that is explained, the loss what is left of it.</summary>
/// <param name="batches">The pictures, not changed at random and always in the same order.</param>
/// <param name="teacher">The teacher up to its features, which is asked once.</param>
/// <param name="taught">What is compared.</param>
/// <param name="pool">Threads.</param>
internal sealed class TaughtValidator(TrainingBatches batches, Teacher teacher, TaughtNetwork taught, WorkerPool pool) : INetworkValidator
{
    private readonly TrainingBatch _batch = batches.CreateBatch();
    private readonly List<Tensor<float>?> _answers = [];
    private StandardisedSquareLoss? _loss;

    /// <inheritdoc/>
    public ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        Graph graph = taught.ToAnswer(network.ToFeatures());
        PictureExecutor student = new(GraphOptimizer.OptimizeForInference(graph), pool);
        bool isChannelsLast = GraphInputs.IsChannelsLast(graph);
        AskTeacher();
        BatchLoss sum = default;
        float[] gradient = [];
        for (int step = 0; step < batches.StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batches.Fill(0, step, _batch);
            if (_answers[step] is Tensor<float> targets)
            {
                Shape shape = _batch.Images.Shape;
                Tensor input = isChannelsLast ? Tensor.From(new Shape(shape[0], shape[2], shape[3], shape[1]), _batch.Images.Memory) : _batch.Images;
                Tensor<float> outputs = (Tensor<float>)student.Run(input);
                Array.Resize(ref gradient, outputs.Span.Length);
                StepBatch wanted = new(new Dictionary<string, Tensor>(), _batch.LabelMemory, targets);
                sum += _loss!.Evaluate(outputs.Span, wanted, gradient, _batch.Count);
            }
        }

        return new ValidationResult(sum.Mean, 1 - sum.Mean, sum.Count);
    }

    private void AskTeacher()
    {
        for (int step = _answers.Count; step < batches.StepsPerEpoch; step++)
        {
            batches.Fill(0, step, _batch);
            _answers.Add(_batch.Count == 0 ? null : Copy(teacher.Answer(_batch.Images)));
        }

        _loss ??= new StandardisedSquareLoss(ColumnVariances.Of(_answers.OfType<Tensor<float>>(), teacher.Length));
    }

    private static Tensor<float> Copy(Tensor<float> tensor)
    {
        Tensor<float> copy = Tensor.Create<float>(tensor.Shape);
        tensor.Span.CopyTo(copy.Span);
        return copy;
    }
}
