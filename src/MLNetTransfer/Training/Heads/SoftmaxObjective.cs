using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.SoftmaxRegression;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Training.Heads;

/// <summary>
/// Mean cross-entropy of a linear classifier + decay / 2 |weights|^2. The parameters are the weights [features, classes], row-major, then one bias a class.
/// Products are in float, block by block; sums over blocks are in double and in the order of the rows. Few classes have a kernel of their own.
/// </summary>
internal sealed class SoftmaxObjective : IObjective
{
    private readonly StandardisedFeatures _features;
    private readonly LabelledFeatures _data;
    private readonly WorkerPool _pool;
    private readonly CancellationToken _cancellationToken;
    private readonly float[] _rowWeights;
    private readonly int[] _labels;
    private readonly double _totalWeight;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly float[] _logits;
    private readonly float[] _blockGradient;
    private readonly float[] _workspace;
    private readonly double[] _turnedGradient;

    public SoftmaxObjective(StandardisedFeatures features, LabelledFeatures data, float[] rowWeights, double weightDecay, WorkerPool pool, CancellationToken cancellationToken)
    {
        _features = features;
        _data = data;
        _rowWeights = rowWeights;
        _labels = [.. data.Labels];
        _pool = pool;
        _cancellationToken = cancellationToken;
        WeightDecay = weightDecay;
        foreach (float weight in rowWeights)
        {
            _totalWeight += weight;
        }

        int classes = data.ClassCount;
        int rows = features.BlockRows;
        _weights = new float[features.FeatureLength * classes];
        _bias = new float[classes];
        _logits = new float[rows * classes];
        _blockGradient = new float[_weights.Length];
        int forward = MatrixMultiplyKernel.WorkspaceLength(new MatrixMultiplyGeometry(rows, classes, features.FeatureLength));
        int backward = MatrixMultiplyKernel.UnpackedWorkspaceLength(new MatrixMultiplyGeometry(features.FeatureLength, classes, rows, TransposeLeft: true));
        _workspace = new float[Math.Max(forward, backward)];
        _turnedGradient = HasFewClasses ? new double[_weights.Length] : [];
    }

    public int ParameterCount => _weights.Length + _bias.Length;

    public double WeightDecay { get; set; }

    private bool HasFewClasses => _data.ClassCount <= SoftmaxRegressionKernel.MaximumClasses;

    /// <summary>Mean cross-entropy at the point evaluated last, by the weights of the rows.</summary>
    public double CrossEntropy { get; private set; }

    /// <summary>Share of the rows that were classified correctly there, all counted the same.</summary>
    public double Accuracy { get; private set; }

    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        ReadOnlySpan<double> weights = parameters[.._weights.Length];
        Narrow(parameters[_weights.Length..], _bias);
        gradient.Clear();
        (double loss, int correct) = HasFewClasses ? EvaluateFewClasses(weights, gradient) : EvaluateManyClasses(weights, gradient);

        DoubleVectors.Scale(1 / _totalWeight, gradient, gradient);
        DoubleVectors.AddScaled(WeightDecay, weights, gradient[.._weights.Length]);
        CrossEntropy = loss / _totalWeight;
        Accuracy = (double)correct / _features.RowCount;
        return CrossEntropy + (0.5 * WeightDecay * DoubleVectors.Dot(weights, weights));
    }

    private static void Narrow(ReadOnlySpan<double> values, Span<float> destination)
    {
        for (int index = 0; index < values.Length; index++)
        {
            destination[index] = (float)values[index];
        }
    }

    // The kernel has the features of a class side by side.
    private (double Loss, int Correct) EvaluateFewClasses(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        int classes = _data.ClassCount;
        int length = _features.FeatureLength;
        for (int label = 0; label < classes; label++)
        {
            for (int feature = 0; feature < length; feature++)
            {
                _weights[(label * length) + feature] = (float)weights[(feature * classes) + label];
            }
        }

        _turnedGradient.AsSpan().Clear();
        double loss = 0;
        int correct = 0;
        for (int firstRow = 0; firstRow < _features.RowCount; firstRow += _features.BlockRows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(_features.BlockRows, _features.RowCount - firstRow);
            (double lossOfBlock, int correctOfBlock) = SoftmaxRegressionKernel.Evaluate(
                rows,
                length,
                classes,
                _features.Block(firstRow, rows),
                _labels.AsSpan(firstRow, rows),
                _rowWeights.AsSpan(firstRow, rows),
                _weights,
                _bias,
                _turnedGradient,
                gradient[_weights.Length..],
                _pool);
            loss += lossOfBlock;
            correct += correctOfBlock;
        }

        for (int label = 0; label < classes; label++)
        {
            for (int feature = 0; feature < length; feature++)
            {
                gradient[(feature * classes) + label] = _turnedGradient[(label * length) + feature];
            }
        }

        return (loss, correct);
    }

    private (double Loss, int Correct) EvaluateManyClasses(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        Narrow(weights, _weights);
        PackedMatrix packed = PackedMatrix.Pack(_weights, _features.FeatureLength, _data.ClassCount, transposed: false);
        double loss = 0;
        int correct = 0;
        for (int firstRow = 0; firstRow < _features.RowCount; firstRow += _features.BlockRows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            EvaluateBlock(firstRow, packed, gradient, ref loss, ref correct);
        }

        return (loss, correct);
    }

    private void EvaluateBlock(int firstRow, PackedMatrix weights, Span<double> gradient, ref double loss, ref int correct)
    {
        int classes = _data.ClassCount;
        int rows = Math.Min(_features.BlockRows, _features.RowCount - firstRow);
        ReadOnlySpan<float> block = _features.Block(firstRow, rows);
        Span<float> logits = _logits.AsSpan(0, rows * classes);
        MatrixMultiplyGeometry forward = new(rows, classes, _features.FeatureLength);
        MatrixMultiplyKernel.Multiply(forward, block, weights, _bias, Activation.None, logits, _workspace, _pool);
        Span<double> biasGradient = gradient[_weights.Length..];
        for (int row = 0; row < rows; row++)
        {
            Span<float> values = logits.Slice(row * classes, classes);
            float rowWeight = _rowWeights[firstRow + row];
            (double rowLoss, bool isCorrect) = SoftmaxCrossEntropy.LossAndGradient(values, _data.Labels[firstRow + row], rowWeight);
            loss += rowWeight * rowLoss;
            correct += isCorrect ? 1 : 0;
            for (int index = 0; index < classes; index++)
            {
                biasGradient[index] += values[index];
            }
        }

        MatrixMultiplyGeometry backward = new(_features.FeatureLength, classes, rows, TransposeLeft: true);
        MatrixMultiplyKernel.Multiply(backward, block, logits, [], Activation.None, _blockGradient, _workspace, _pool);
        for (int index = 0; index < _blockGradient.Length; index++)
        {
            gradient[index] += _blockGradient[index];
        }
    }
}
