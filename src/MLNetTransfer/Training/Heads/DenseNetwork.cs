using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Heads;

/// <summary>
/// Loss and gradient of logits = dropout(relu(x W1 + b1)) W2 + b2 under softmax cross-entropy. The parameters lie one after the other: W1 [inputs, hidden],
/// W2 [hidden, classes], b1 [hidden], b2 [classes].
/// </summary>
internal sealed class DenseNetwork
{
    private readonly WorkerPool _pool;
    private readonly float[] _hidden;
    private readonly float[] _hiddenGradient;
    private readonly float[] _keep;
    private readonly float[] _logits;
    private float[] _workspace = [];

    public DenseNetwork(int inputs, int hidden, int classes, int maximumRows, WorkerPool pool)
    {
        Inputs = inputs;
        Hidden = hidden;
        Classes = classes;
        _pool = pool;
        _hidden = new float[maximumRows * hidden];
        _hiddenGradient = new float[maximumRows * hidden];
        _keep = new float[maximumRows * hidden];
        _logits = new float[maximumRows * classes];
        Parameters = new float[checked((inputs * hidden) + (hidden * classes) + hidden + classes)];
        Gradient = new float[Parameters.Length];
    }

    public int Inputs { get; }

    public int Hidden { get; }

    public int Classes { get; }

    public float[] Parameters { get; }

    public float[] Gradient { get; }

    /// <summary>Number of weights, which lie before the biases.</summary>
    public int WeightCount => (Inputs * Hidden) + (Hidden * Classes);

    /// <summary>Weights and biases as two parameters over the memory of this network.</summary>
    public IReadOnlyList<Parameter> Groups() =>
        [Group("weights", ParameterKind.Weight, ..WeightCount), Group("biases", ParameterKind.Bias, WeightCount..)];

    /// <summary>
    /// Uniform weights with the variance 2 / inputs of He et al. ("Delving Deep into Rectifiers", 2015) before the ReLU and
    /// 2 / (inputs + outputs) of Glorot and Bengio (2010) before the softmax; biases 0.
    /// </summary>
    public void Initialise(DeterministicRandom random)
    {
        Parameters.AsSpan().Clear();
        Fill(FirstWeights(Parameters), MathF.Sqrt(6f / Inputs), random);
        Fill(SecondWeights(Parameters), MathF.Sqrt(6f / (Hidden + Classes)), random);
    }

    /// <summary>
    /// Computes the mean loss of a batch by the weights of its rows, and its derivative into <see cref="Gradient"/>.
    /// </summary>
    /// <param name="features">[rows, inputs].</param>
    /// <param name="labels">[rows].</param>
    /// <param name="rowWeights">[rows]; all 0 gives a gradient of 0.</param>
    /// <param name="dropout">Share of the hidden units left out; the others are scaled up, so that nothing changes on average.</param>
    /// <param name="random">Decides which.</param>
    /// <returns>Sum of the weighted losses, sum of the weights, and number of rows classified correctly.</returns>
    public (double Loss, double Weight, int Correct) Backpropagate(
        ReadOnlySpan<float> features,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<float> rowWeights,
        float dropout,
        DeterministicRandom random)
    {
        int rows = labels.Length;
        Span<float> hidden = _hidden.AsSpan(0, rows * Hidden);
        Span<float> hiddenGradient = _hiddenGradient.AsSpan(0, rows * Hidden);
        Span<float> logits = _logits.AsSpan(0, rows * Classes);
        Multiply(new(rows, Hidden, Inputs), features, FirstWeights(Parameters), FirstBias(Parameters), Activation.Relu, hidden);
        Drop(hidden, dropout, random);
        Multiply(new(rows, Classes, Hidden), hidden, SecondWeights(Parameters), SecondBias(Parameters), Activation.None, logits);

        (double Loss, double Weight, int Correct) result = LossGradient(logits, labels, rowWeights);

        Multiply(new(Hidden, Classes, rows, TransposeLeft: true), hidden, logits, [], Activation.None, SecondWeights(Gradient));
        SumRows(logits, SecondBias(Gradient));
        Multiply(new(rows, Hidden, Classes, TransposeRight: true), logits, SecondWeights(Parameters), [], Activation.None, hiddenGradient);
        for (int index = 0; index < hidden.Length; index++)
        {
            hiddenGradient[index] = hidden[index] > 0 ? hiddenGradient[index] * _keep[index] : 0;
        }

        Multiply(new(Inputs, Hidden, rows, TransposeLeft: true), features, hiddenGradient, [], Activation.None, FirstWeights(Gradient));
        SumRows(hiddenGradient, FirstBias(Gradient));
        return result;
    }

    /// <summary>The head that these parameters are, for features before standardisation.</summary>
    public TrainedHead ToHead(FeatureStandardisation standardisation)
    {
        DenseLayer first = standardisation.Fold(
            Hidden,
            Array.ConvertAll(FirstWeights(Parameters).ToArray(), value => (double)value),
            Array.ConvertAll(FirstBias(Parameters).ToArray(), value => (double)value),
            DenseActivation.Relu);
        return new TrainedHead([first, new DenseLayer(Hidden, Classes, SecondWeights(Parameters).ToArray(), SecondBias(Parameters).ToArray())]);
    }

    private Parameter Group(string name, ParameterKind kind, Range range)
    {
        Shape shape = new(range.GetOffsetAndLength(Parameters.Length).Length);
        return new Parameter(name, Tensor.From(shape, Parameters.AsMemory(range)), kind, gradient: Tensor.From(shape, Gradient.AsMemory(range)));
    }

    private static void Fill(Span<float> weights, float bound, DeterministicRandom random)
    {
        foreach (ref float weight in weights)
        {
            weight = bound * ((2 * random.NextSingle()) - 1);
        }
    }

    private static void SumRows(ReadOnlySpan<float> rows, Span<float> sums)
    {
        sums.Clear();
        for (int start = 0; start < rows.Length; start += sums.Length)
        {
            for (int index = 0; index < sums.Length; index++)
            {
                sums[index] += rows[start + index];
            }
        }
    }

    private Span<float> FirstWeights(float[] values) => values.AsSpan(0, Inputs * Hidden);

    private Span<float> SecondWeights(float[] values) => values.AsSpan(Inputs * Hidden, Hidden * Classes);

    private Span<float> FirstBias(float[] values) => values.AsSpan(WeightCount, Hidden);

    private Span<float> SecondBias(float[] values) => values.AsSpan(WeightCount + Hidden, Classes);

    private (double Loss, double Weight, int Correct) LossGradient(Span<float> logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights)
    {
        double total = 0;
        foreach (float weight in rowWeights)
        {
            total += weight;
        }

        double loss = 0;
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            float share = total == 0 ? 0 : (float)(rowWeights[row] / total);
            (double rowLoss, bool isCorrect) = SoftmaxCrossEntropy.LossAndGradient(logits.Slice(row * Classes, Classes), labels[row], share);
            loss += rowWeights[row] * rowLoss;
            correct += isCorrect ? 1 : 0;
        }

        return (loss, total, correct);
    }

    private void Drop(Span<float> hidden, float dropout, DeterministicRandom random)
    {
        if (dropout == 0)
        {
            _keep.AsSpan(0, hidden.Length).Fill(1);
            return;
        }

        float scale = 1 / (1 - dropout);
        for (int index = 0; index < hidden.Length; index++)
        {
            _keep[index] = random.NextSingle() < dropout ? 0 : scale;
            hidden[index] *= _keep[index];
        }
    }

    private void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output)
    {
        int needed = MatrixMultiplyKernel.UnpackedWorkspaceLength(geometry);
        if (_workspace.Length < needed)
        {
            _workspace = new float[needed];
        }

        MatrixMultiplyKernel.Multiply(geometry, left, right, bias, activation, output, _workspace, _pool);
    }
}
