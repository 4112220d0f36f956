namespace MLNetTransfer.Evaluation;

/// <summary>Gathers how well confidence and accuracy agree, picture by picture; memory depends on the number of bins only.</summary>
public sealed class CalibrationAccumulator
{
    /// <summary>Bins of C. Guo and others ("On Calibration of Modern Neural Networks", 2017).</summary>
    public const int DefaultBins = 15;

    private readonly long[] _counts;
    private readonly long[] _right;
    private readonly double[] _confidences;
    private double _squares;
    private long _images;

    /// <summary>Makes an empty one.</summary>
    /// <param name="bins">Bins of equal width, at least 1.</param>
    public CalibrationAccumulator(int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        _counts = new long[bins];
        _right = new long[bins];
        _confidences = new double[bins];
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="label">Its actual class.</param>
    /// <param name="predicted">The most probable class.</param>
    /// <param name="probabilities">One probability for each class.</param>
    public void Add(int label, int predicted, ReadOnlySpan<float> probabilities)
    {
        for (int index = 0; index < probabilities.Length; index++)
        {
            double difference = probabilities[index] - (index == label ? 1.0 : 0);
            _squares += difference * difference;
        }

        double confidence = Math.Clamp((double)probabilities[predicted], 0, 1);
        int bin = Math.Max(0, (int)Math.Ceiling(confidence * _counts.Length) - 1);
        _counts[bin]++;
        _right[bin] += label == predicted ? 1 : 0;
        _confidences[bin] += confidence;
        _images++;
    }

    /// <summary>The calibration of all pictures so far.</summary>
    /// <exception cref="InvalidOperationException">There is no picture yet.</exception>
    public CalibrationReport ToReport()
    {
        if (_images == 0)
        {
            throw new InvalidOperationException("There is no picture to compute a calibration of; expected is at least one that could be classified.");
        }

        CalibrationBin[] bins = new CalibrationBin[_counts.Length];
        double sum = 0;
        double largest = 0;
        for (int index = 0; index < bins.Length; index++)
        {
            long count = _counts[index];
            double confidence = count == 0 ? 0 : _confidences[index] / count;
            double accuracy = count == 0 ? 0 : (double)_right[index] / count;
            bins[index] = new CalibrationBin((double)index / bins.Length, (index + 1.0) / bins.Length, count, confidence, accuracy);
            double difference = Math.Abs(accuracy - confidence);
            sum += count * difference;
            largest = Math.Max(largest, difference);
        }

        return new CalibrationReport(sum / _images, largest, _squares / _images, bins);
    }
}
