namespace MLNetTransfer.Evaluation;

/// <summary>How well a classifier does on a set of labelled pictures.</summary>
public sealed record ClassificationMetrics
{
    /// <summary>Number of pictures.</summary>
    public required long Images { get; init; }

    /// <summary>Share of the pictures whose most probable class is theirs; among equally probable classes the first counts.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Wilson's 95 % interval of <see cref="Accuracy"/>.</summary>
    public required ConfidenceInterval AccuracyInterval { get; init; }

    /// <summary>Share of the pictures whose class is among the five most probable; 1 when there are no more than five classes.</summary>
    public required double Top5 { get; init; }

    /// <summary>How many classes count for <see cref="TopAccuracy"/>.</summary>
    /// <value>At least 1; default 5.</value>
    public int TopCount { get; init; } = 5;

    /// <summary>Share of the pictures whose class is among the <see cref="TopCount"/> most probable.</summary>
    public double TopAccuracy { get; init; }

    /// <summary>Mean precision of the classes that have pictures or were given pictures; other classes do not count.</summary>
    public required double MacroPrecision { get; init; }

    /// <summary>Mean recall of the same classes.</summary>
    public required double MacroRecall { get; init; }

    /// <summary>Mean F1 of the same classes.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean of -ln(probability of the right class); a probability below 2^-23 counts as that, so that one certain mistake does not make it infinite.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Each class, in the order of the model.</summary>
    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>Number of pictures by actual class (row) and predicted class (column).</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    /// <summary>Wilson's 95 % interval of the precision of a class; null where no picture was given to it.</summary>
    /// <param name="index">The class.</param>
    public ConfidenceInterval? PrecisionInterval(int index)
    {
        long given = Confusion.Sum(row => row[index]);
        return given == 0 ? null : ConfidenceInterval.Wilson(Confusion[index][index], given);
    }

    /// <summary>Wilson's 95 % interval of the recall of a class; null where it has no picture.</summary>
    /// <param name="index">The class.</param>
    public ConfidenceInterval? RecallInterval(int index)
    {
        long support = Confusion[index].Sum();
        return support == 0 ? null : ConfidenceInterval.Wilson(Confusion[index][index], support);
    }

    /// <summary>Computes the metrics of predictions that are all in memory; <see cref="MetricsAccumulator"/> takes them one by one.</summary>
    /// <param name="labels">The actual class of each picture.</param>
    /// <param name="probabilities">[pictures, classes], row-major.</param>
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="topCount">Classes that count for <see cref="TopAccuracy"/>.</param>
    /// <exception cref="ArgumentException">
    /// There is no picture, the sizes do not fit together, a label is out of range, or a row does not hold probabilities.
    /// </exception>
    public static ClassificationMetrics Compute(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, IReadOnlyList<string> classNames, int topCount = 5)
    {
        MetricsAccumulator accumulator = new(classNames, topCount);
        int columns = classNames.Count;
        if (labels.IsEmpty || probabilities.Length != (long)labels.Length * columns)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {probabilities.Length} probabilities for {labels.Length} pictures and {columns} classes; expected are pictures, and one probability for each picture and class."));
        }

        for (int row = 0; row < labels.Length; row++)
        {
            accumulator.Add(labels[row], probabilities.Slice(row * columns, columns));
        }

        return accumulator.ToMetrics();
    }
}
