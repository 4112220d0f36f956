using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.Losses;
using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>One step of training: forwards, loss, backwards, limit, move, average.</summary>
public sealed class NetworkTrainer
{
    private readonly TrainableNetwork _network;
    private readonly ITrainingLoss _loss;
    private readonly NetworkOptimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly double _clipNorm;
    private readonly int _partSize;
    private Tensor<float>? _gradient;

    /// <summary>Puts the parts together.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How the parameters move; over the parameters of the network.</param>
    /// <param name="average">The running average of the weights, or null for none.</param>
    /// <param name="clipNorm">Largest norm of the gradient; 0 for no limit.</param>
    /// <param name="partSize">Pictures that go through the network at once; the gradients of the parts of a batch are summed.</param>
    public NetworkTrainer(
        TrainableNetwork network, ITrainingLoss loss, NetworkOptimizer optimizer, WeightAverage? average, double clipNorm, int partSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partSize, 1);
        _network = network;
        _loss = loss;
        _optimizer = optimizer;
        _average = average;
        _clipNorm = clipNorm;
        _partSize = partSize;
    }

    /// <summary>Takes a step.</summary>
    /// <param name="batch">At least one picture.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">Number of the step in the whole run; it decides what is dropped.</param>
    /// <exception cref="DivergedException">The loss or the gradient is not finite; the parameters are as before.</exception>
    public StepResult Step(StepBatch batch, double rate, long step)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _optimizer.ClearGradients();
        double weight = _loss.WeightOf(batch);
        BatchLoss loss = default;
        for (int first = 0; first < batch.Count; first += _partSize)
        {
            StepBatch part = batch.Part(first, Math.Min(_partSize, batch.Count - first));
            _network.Dropout?.Begin(step, first);
            Tensor<float> logits = _network.Executor.Forward(part.Inputs);
            Tensor<float> gradient = GradientFor(logits.Shape);
            loss += _loss.Evaluate(logits.Span, part, gradient.Span, weight);
            _network.Executor.Backward(gradient);
        }

        _network.Dropout?.End();
        double norm = GradientClipping.ByGlobalNorm(_network.Parameters, _clipNorm > 0 ? _clipNorm : double.PositiveInfinity);
        if (!double.IsFinite(loss.Mean) || !double.IsFinite(norm))
        {
            throw new DivergedException(FormattableString.Invariant($"the loss is {loss.Mean} and the norm of its gradient {norm}"));
        }

        _optimizer.Step(rate);
        _average?.Update();
        return new StepResult(loss, norm);
    }

    private Tensor<float> GradientFor(Shape shape)
    {
        if (_gradient is null || _gradient.Shape != shape)
        {
            _gradient = Tensor.Create<float>(shape);
        }

        return _gradient;
    }
}
