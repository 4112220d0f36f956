using System.Numerics;

namespace MLNetTransfer.Training.Heads;

/// <summary>Brings each feature to mean 0 and deviation 1. A feature that is constant becomes 0.</summary>
internal sealed class FeatureStandardisation
{
    private const int BlockRows = 256;

    // A deviation this small beside the mean is rounding noise of float features.
    private const double SmallestRelativeDeviation = 1e-6;

    private readonly float[] _mean;
    private readonly float[] _scale;

    private FeatureStandardisation(float[] mean, float[] scale)
    {
        _mean = mean;
        _scale = scale;
    }

    /// <summary>1 / deviation, or 0 for a constant feature.</summary>
    public ReadOnlySpan<float> Scale => _scale;

    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Reads all rows once. Sums are taken of differences from the first row, in double, so that a large mean does no harm.</summary>
    /// <exception cref="InvalidFeatureException">A feature is not finite.</exception>
    public static FeatureStandardisation Measure(IFeatureSource source, CancellationToken cancellationToken)
    {
        int length = source.FeatureLength;
        double[] sums = new double[length];
        double[] squares = new double[length];
        float[] shift = new float[length];
        float[] block = new float[Math.Min(BlockRows, source.RowCount) * length];
        source.Read(0, 1, shift);
        for (int firstRow = 0; firstRow < source.RowCount; firstRow += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, source.RowCount - firstRow);
            source.Read(firstRow, rows, block.AsSpan(0, rows * length));
            ThrowIfNotFinite(block.AsSpan(0, rows * length), firstRow, length);
            for (int row = 0; row < rows; row++)
            {
                Accumulate(block.AsSpan(row * length, length), shift, sums, squares);
            }
        }

        float[] mean = new float[length];
        float[] scale = new float[length];
        for (int index = 0; index < length; index++)
        {
            double offset = sums[index] / source.RowCount;
            double variance = (squares[index] / source.RowCount) - (offset * offset);
            double deviation = Math.Sqrt(Math.Max(0, variance));
            mean[index] = (float)(shift[index] + offset);
            scale[index] = deviation <= SmallestRelativeDeviation * Math.Abs(shift[index] + offset) ? 0 : (float)(1 / deviation);
            scale[index] = float.IsFinite(scale[index]) ? scale[index] : 0;
        }

        return new FeatureStandardisation(mean, scale);
    }

    /// <exception cref="InvalidFeatureException">A feature is not finite.</exception>
    public static void ThrowIfNotFinite(ReadOnlySpan<float> features, int firstRow, int featureLength)
    {
        int width = Vector<float>.Count;
        int index = 0;
        for (; index <= features.Length - width; index += width)
        {
            // x - x is 0 for every finite number and NaN for all others.
            Vector<float> values = new(features[index..]);
            if (!Vector.EqualsAll(values - values, Vector<float>.Zero))
            {
                break;
            }
        }

        for (; index < features.Length; index++)
        {
            if (!float.IsFinite(features[index]))
            {
                throw new InvalidFeatureException(firstRow + (index / featureLength), index % featureLength, features[index]);
            }
        }
    }

    /// <summary>Standardises rows in place.</summary>
    public void Apply(Span<float> rows)
    {
        int length = _mean.Length;
        int width = Vector<float>.Count;
        for (int start = 0; start < rows.Length; start += length)
        {
            Span<float> row = rows.Slice(start, length);
            int index = 0;
            for (; index <= length - width; index += width)
            {
                Vector<float> value = (new Vector<float>(row[index..]) - new Vector<float>(_mean, index)) * new Vector<float>(_scale, index);
                value.CopyTo(row[index..]);
            }

            for (; index < length; index++)
            {
                row[index] = (row[index] - _mean[index]) * _scale[index];
            }
        }
    }

    /// <summary>The layer that does to features as they are what the given one does to standardised features.</summary>
    public DenseLayer Fold(int outputLength, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias, DenseActivation activation)
    {
        float[] foldedWeights = new float[weights.Length];
        double[] foldedBias = bias.ToArray();
        for (int position = 0; position < weights.Length; position++)
        {
            int feature = position / outputLength;
            double weight = weights[position] * _scale[feature];
            foldedWeights[position] = (float)weight;
            foldedBias[position % outputLength] -= weight * _mean[feature];
        }

        return new DenseLayer(_mean.Length, outputLength, foldedWeights, [.. foldedBias.Select(value => (float)value)], activation);
    }

    private static void Accumulate(ReadOnlySpan<float> row, ReadOnlySpan<float> shift, Span<double> sums, Span<double> squares)
    {
        int width = Vector<float>.Count;
        int half = Vector<double>.Count;
        int index = 0;
        for (; index <= row.Length - width; index += width)
        {
            Vector.Widen(new Vector<float>(row[index..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(shift[index..]), out Vector<double> lowShift, out Vector<double> highShift);
            AddTo(low - lowShift, sums[index..], squares[index..]);
            AddTo(high - highShift, sums[(index + half)..], squares[(index + half)..]);
        }

        for (; index < row.Length; index++)
        {
            double difference = (double)row[index] - shift[index];
            sums[index] += difference;
            squares[index] += difference * difference;
        }
    }

    private static void AddTo(Vector<double> difference, Span<double> sums, Span<double> squares)
    {
        (new Vector<double>(sums) + difference).CopyTo(sums);
        (new Vector<double>(squares) + (difference * difference)).CopyTo(squares);
    }
}
