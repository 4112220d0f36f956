namespace MLNetTransfer.Evaluation;

/// <summary>Gathers predictions one by one; memory depends on the number of classes only.</summary>
public sealed class MetricsAccumulator
{
    private const int AlwaysTop = 5;
    private const double SmallestProbability = 1.0 / (1 << 23);
    private const double Tolerance = 1e-2;

    private readonly string[] _classNames;
    private readonly int _topCount;
    private readonly long[] _confusion;
    private long _images;
    private long _amongFive;
    private long _amongTop;
    private double _logLossSum;

    /// <summary>Makes an empty one.</summary>
    /// <param name="classNames">Names of the classes; at least one.</param>
    /// <param name="topCount">Classes that count for <see cref="ClassificationMetrics.TopAccuracy"/>, at least 1.</param>
    public MetricsAccumulator(IReadOnlyList<string> classNames, int topCount = AlwaysTop)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Count, nameof(classNames));
        ArgumentOutOfRangeException.ThrowIfLessThan(topCount, 1);
        _classNames = [.. classNames];
        _topCount = topCount;
        _confusion = new long[checked(classNames.Count * classNames.Count)];
    }

    /// <summary>Number of pictures so far.</summary>
    public long Images => _images;

    /// <summary>Adds a picture.</summary>
    /// <param name="label">Its actual class.</param>
    /// <param name="probabilities">One probability for each class.</param>
    /// <exception cref="ArgumentException">
    /// The label is no class, or these are not probabilities: NaN, outside 0 to 1, or their sum is not 1 (each within 0.01).
    /// </exception>
    public void Add(int label, ReadOnlySpan<float> probabilities)
    {
        Check(label, probabilities);
        int predicted = 0;
        int better = 0;
        float own = probabilities[label];
        for (int index = 0; index < probabilities.Length; index++)
        {
            predicted = probabilities[index] > probabilities[predicted] ? index : predicted;
            better += probabilities[index] > own || (probabilities[index] == own && index < label) ? 1 : 0;
        }

        _images++;
        _amongFive += better < AlwaysTop ? 1 : 0;
        _amongTop += better < _topCount ? 1 : 0;
        _logLossSum -= Math.Log(Math.Clamp(own, SmallestProbability, 1));
        _confusion[(label * _classNames.Length) + predicted]++;
    }

    /// <summary>The metrics of all pictures so far.</summary>
    /// <exception cref="InvalidOperationException">There is no picture yet.</exception>
    public ClassificationMetrics ToMetrics()
    {
        if (_images == 0)
        {
            throw new InvalidOperationException("There is no picture to compute metrics of; expected is at least one that could be classified.");
        }

        int count = _classNames.Length;
        ClassMetrics[] classes = new ClassMetrics[count];
        List<ClassMetrics> counted = [];
        long correct = 0;
        for (int index = 0; index < count; index++)
        {
            long support = Sum(index * count, 1);
            long given = Sum(index, count);
            long hits = _confusion[(index * count) + index];
            classes[index] = new ClassMetrics(_classNames[index], Ratio(hits, given), Ratio(hits, support), Ratio(2 * hits, support + given), support);
            correct += hits;
            if (support + given > 0)
            {
                counted.Add(classes[index]);
            }
        }

        return new ClassificationMetrics
        {
            Images = _images,
            Accuracy = Ratio(correct, _images),
            AccuracyInterval = ConfidenceInterval.Wilson(correct, _images),
            Top5 = Ratio(_amongFive, _images),
            TopCount = _topCount,
            TopAccuracy = Ratio(_amongTop, _images),
            MacroPrecision = counted.Average(item => item.Precision),
            MacroRecall = counted.Average(item => item.Recall),
            MacroF1 = counted.Average(item => item.F1),
            LogLoss = _logLossSum / _images,
            Classes = classes,
            Confusion = [.. Enumerable.Range(0, count).Select(row => _confusion.AsSpan(row * count, count).ToArray())],
        };
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private long Sum(int first, int step)
    {
        long sum = 0;
        for (int index = 0; index < _classNames.Length; index++)
        {
            sum += _confusion[first + (index * step)];
        }

        return sum;
    }

    private void Check(int label, ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != _classNames.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Picture {_images} has {probabilities.Length} probabilities; expected is one for each of the {_classNames.Length} classes."),
                nameof(probabilities));
        }

        if ((uint)label >= (uint)_classNames.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Picture {_images} has the label {label}; expected is 0 to {_classNames.Length - 1}."),
                nameof(label));
        }

        double sum = 0;
        foreach (float probability in probabilities)
        {
            if (!(probability >= -Tolerance && probability <= 1 + Tolerance))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Picture {_images} has a probability of {probability}; expected are numbers from 0 to 1, as softmax gives them."),
                    nameof(probabilities));
            }

            sum += probability;
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The probabilities of picture {_images} add up to {sum}; expected is 1, as softmax gives them."),
                nameof(probabilities));
        }
    }
}
