using System.Globalization;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>A range of numbers, both ends included.</summary>
/// <param name="Minimum">The lower end.</param>
/// <param name="Maximum">The upper end, not below the lower one.</param>
public readonly record struct ValueRange(double Minimum, double Maximum)
{
    /// <summary>Both ends, as in <c>0.5,1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minimum},{Maximum}");
}
