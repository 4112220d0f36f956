namespace MLNetTransfer.Inspection;

/// <summary>
/// Finds labels that are probably wrong: C. Northcutt, L. Jiang, I. Chuang, "Confident learning: estimating uncertainty in dataset labels" (2021). A picture counts as
/// a confident example of a class when its probability of that class reaches the mean that the pictures labelled with the class have. Those that are confident examples of another
/// class than their own, the off-diagonal of the confident joint, are the suspects; they are ranked by the normalised margin, the probability of the label less the highest of
/// the others.
/// </summary>
internal sealed class ConfidentLearning
{
    private readonly IReadOnlyList<int> _labels;
    private readonly IReadOnlyList<float[]> _probabilities;
    private readonly int _classes;

    /// <summary>Takes labels and probabilities.</summary>
    /// <param name="labels">The class of each picture.</param>
    /// <param name="probabilities">Of each class for each picture, by a model that has not learnt from it.</param>
    /// <param name="classes">Number of classes.</param>
    public ConfidentLearning(IReadOnlyList<int> labels, IReadOnlyList<float[]> probabilities, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Count, labels.Count);
        _labels = labels;
        _probabilities = probabilities;
        _classes = classes;
        Thresholds = MeanSelfConfidence();
        Joint = new int[classes, classes];
        for (int index = 0; index < labels.Count; index++)
        {
            if (ConfidentClass(index) is int confident)
            {
                Joint[labels[index], confident]++;
            }
        }
    }

    /// <summary>The mean probability of each class over the pictures labelled with it; above 1 for a class without pictures.</summary>
    public double[] Thresholds { get; }

    /// <summary>Confident examples by their label (rows) and the class that they are confident examples of (columns).</summary>
    public int[,] Joint { get; }

    /// <summary>The suspects, the surest first: position, and the class that is proposed.</summary>
    public IReadOnlyList<(int Index, int Proposed)> Suspects()
    {
        List<(int Index, int Proposed, double Margin)> suspects = [];
        for (int index = 0; index < _labels.Count; index++)
        {
            if (ConfidentClass(index) is int confident && confident != _labels[index])
            {
                suspects.Add((index, confident, Margin(index)));
            }
        }

        return [.. suspects.OrderBy(suspect => suspect.Margin).ThenBy(suspect => suspect.Index).Select(suspect => (suspect.Index, suspect.Proposed))];
    }

    /// <summary>The share of wrong labels by the joint distribution: each row of <see cref="Joint"/> is scaled to the number of pictures with that label.</summary>
    public double EstimateShareOfWrongLabels()
    {
        double wrong = 0;
        for (int label = 0; label < _classes; label++)
        {
            int row = Enumerable.Range(0, _classes).Sum(column => Joint[label, column]);
            int pictures = _labels.Count(each => each == label);
            wrong += row == 0 ? 0 : (double)(row - Joint[label, label]) / row * pictures;
        }

        return _labels.Count == 0 ? 0 : wrong / _labels.Count;
    }

    private double Margin(int index)
    {
        float[] row = _probabilities[index];
        double other = 0;
        for (int each = 0; each < _classes; each++)
        {
            other = each == _labels[index] ? other : Math.Max(other, row[each]);
        }

        return row[_labels[index]] - other;
    }

    // Where the probability reaches the threshold of several classes, the most probable counts.
    private int? ConfidentClass(int index)
    {
        int? best = null;
        float[] row = _probabilities[index];
        for (int each = 0; each < _classes; each++)
        {
            if (row[each] >= Thresholds[each] && (best is not int known || row[each] > row[known]))
            {
                best = each;
            }
        }

        return best;
    }

    private double[] MeanSelfConfidence()
    {
        double[] sums = new double[_classes];
        int[] counts = new int[_classes];
        for (int index = 0; index < _labels.Count; index++)
        {
            sums[_labels[index]] += _probabilities[index][_labels[index]];
            counts[_labels[index]]++;
        }

        return [.. sums.Select((sum, index) => counts[index] == 0 ? double.PositiveInfinity : sum / counts[index])];
    }
}
