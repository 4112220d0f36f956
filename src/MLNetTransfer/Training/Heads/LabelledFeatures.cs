using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.Heads;

/// <summary>Features with the class of each row.</summary>
public sealed record LabelledFeatures
{
    /// <summary>Puts features and labels together.</summary>
    /// <param name="features">One row for each label; at least one.</param>
    /// <param name="labels">The class of each row, from 0 to below <paramref name="classCount"/>.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="sampleWeights">How much each row counts, finite, from 0, not all 0; null counts all rows the same.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public LabelledFeatures(IFeatureSource features, IReadOnlyList<int> labels, int classCount, IReadOnlyList<float>? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.Count != features.RowCount || labels.Count == 0 || (sampleWeights is not null && sampleWeights.Count != labels.Count))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {features.RowCount} rows of features, {labels.Count} labels and {sampleWeights?.Count ?? labels.Count} weights; expected is one of each for every picture, and at least one picture."));
        }

        for (int row = 0; row < labels.Count; row++)
        {
            if ((uint)labels[row] >= (uint)classCount)
            {
                throw new ArgumentException(FormattableString.Invariant($"Row {row} has the label {labels[row]}; expected is 0 to {classCount - 1}."), nameof(labels));
            }

            if (sampleWeights is not null && !(sampleWeights[row] >= 0 && float.IsFinite(sampleWeights[row])))
            {
                throw new ArgumentException(FormattableString.Invariant($"Row {row} has the weight {sampleWeights[row]}; expected is a finite number from 0."), nameof(sampleWeights));
            }
        }

        if (sampleWeights is not null && !sampleWeights.Any(weight => weight > 0))
        {
            throw new ArgumentException("All rows have the weight 0; expected is at least one above 0.", nameof(sampleWeights));
        }

        Features = features;
        Labels = labels;
        ClassCount = classCount;
        SampleWeights = sampleWeights;
    }

    /// <summary>One row for each picture.</summary>
    public IFeatureSource Features { get; }

    /// <summary>The class of each row.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>How much each row counts; null counts all rows the same.</summary>
    public IReadOnlyList<float>? SampleWeights { get; }

    /// <summary>The same rows, each counting in inverse proportion to the frequency of its class, so that all classes count the same; 1 on average.</summary>
    public LabelledFeatures Balanced()
    {
        int[] counts = new int[ClassCount];
        foreach (int label in Labels)
        {
            counts[label]++;
        }

        double[] weights = ClassWeights.Balanced(counts);
        return new LabelledFeatures(Features, Labels, ClassCount, [.. Labels.Select(label => (float)weights[label])]);
    }
}
