namespace MLNetTransfer.Training.Heads;

/// <summary>A feature that is not a finite number.</summary>
public sealed class InvalidFeatureException : Exception
{
    internal InvalidFeatureException(int row, int feature, float value)
        : base(FormattableString.Invariant(
            $"Feature {feature} of row {row} is {value}, where a finite number was expected. The backbone gives such numbers when its weights or its preprocessing do not fit; check them with the picture of this row."))
    {
        Row = row;
        Feature = feature;
    }

    /// <summary>Row of the feature source, from 0.</summary>
    public int Row { get; }

    /// <summary>Position in the row, from 0.</summary>
    public int Feature { get; }
}
