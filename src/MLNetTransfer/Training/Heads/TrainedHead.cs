using System.Buffers;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Training.Heads;

/// <summary>
/// A classifier on features as the backbone gives them (what was done to them in training is part of the first layer): dense layers, and the softmax of the last one's
/// output.
/// </summary>
public sealed record TrainedHead
{
    private readonly int _widest;

    /// <summary>Chains layers.</summary>
    /// <param name="layers">At least one; each takes what the one before gives.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public TrainedHead(IReadOnlyList<DenseLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count, nameof(layers));
        int length = layers[0].InputLength;
        foreach (DenseLayer layer in layers)
        {
            layer.Validate(length);
            length = layer.OutputLength;
        }

        Layers = [.. layers];
        _widest = layers.Max(layer => layer.OutputLength);
    }

    /// <summary>From features to logits.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>Number of features.</summary>
    public int FeatureLength => Layers[0].InputLength;

    /// <summary>Number of classes.</summary>
    public int ClassCount => Layers[^1].OutputLength;

    /// <summary>Probabilities of the classes for one picture.</summary>
    /// <param name="features">[FeatureLength].</param>
    public float[] Predict(ReadOnlySpan<float> features)
    {
        float[] probabilities = new float[ClassCount];
        Predict(1, features, probabilities);
        return probabilities;
    }

    /// <summary>Probabilities of the classes for several pictures.</summary>
    /// <param name="rowCount">Number of pictures.</param>
    /// <param name="features">[rowCount, FeatureLength], row-major.</param>
    /// <param name="probabilities">[rowCount, ClassCount], row-major.</param>
    /// <param name="pool">Threads; null for the calling one only.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public void Predict(int rowCount, ReadOnlySpan<float> features, Span<float> probabilities, WorkerPool? pool = null)
    {
        PredictLogits(rowCount, features, probabilities, pool);
        SoftmaxCrossEntropy.Softmax(rowCount, ClassCount, probabilities);
    }

    /// <summary>The head whose logits are these divided by a temperature: weights and bias of its last layer are.</summary>
    /// <param name="temperature">Above 0.</param>
    public TrainedHead WithTemperature(double temperature)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is a finite number above 0.");
        }

        DenseLayer last = Layers[^1];
        return new TrainedHead([
            .. Layers.SkipLast(1),
            last with
            {
                Weights = Array.ConvertAll(last.Weights, weight => (float)(weight / temperature)),
                Bias = Array.ConvertAll(last.Bias, bias => (float)(bias / temperature)),
            },
        ]);
    }

    /// <summary>What the softmax gets for one picture.</summary>
    internal float[] Logits(ReadOnlySpan<float> features)
    {
        float[] logits = new float[ClassCount];
        PredictLogits(1, features, logits, null);
        return logits;
    }

    /// <summary>What the softmax gets; sizes as for <see cref="Predict(int, ReadOnlySpan{float}, Span{float}, WorkerPool)"/>.</summary>
    internal void PredictLogits(int rowCount, ReadOnlySpan<float> features, Span<float> logits, WorkerPool? pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (features.Length != (long)rowCount * FeatureLength || logits.Length != (long)rowCount * ClassCount)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {features.Length} features and room for {logits.Length} probabilities; {rowCount} pictures with {FeatureLength} features and {ClassCount} classes were expected."));
        }

        float[] first = ArrayPool<float>.Shared.Rent(rowCount * _widest);
        float[] second = ArrayPool<float>.Shared.Rent(rowCount * _widest);
        ReadOnlySpan<float> input = features;
        for (int index = 0; index < Layers.Count; index++)
        {
            DenseLayer layer = Layers[index];
            Span<float> output = index == Layers.Count - 1 ? logits : first.AsSpan(0, rowCount * layer.OutputLength);
            MatrixMultiplyGeometry geometry = new(rowCount, layer.OutputLength, layer.InputLength);
            float[] workspace = ArrayPool<float>.Shared.Rent(MatrixMultiplyKernel.UnpackedWorkspaceLength(geometry));
            Activation activation = layer.Activation == DenseActivation.Relu ? Activation.Relu : Activation.None;
            MatrixMultiplyKernel.Multiply(geometry, input, layer.Weights, layer.Bias, activation, output, workspace, pool ?? WorkerPool.Sequential);
            ArrayPool<float>.Shared.Return(workspace);
            input = output;
            (first, second) = (second, first);
        }

        ArrayPool<float>.Shared.Return(first);
        ArrayPool<float>.Shared.Return(second);
    }
}
