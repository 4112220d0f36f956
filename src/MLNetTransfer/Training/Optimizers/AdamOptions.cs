namespace MLNetTransfer.Training.Optimizers;

/// <summary>The constants of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>How much of the mean gradient is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.9.</value>
    public float FirstDecay { get; init; } = 0.9f;

    /// <summary>How much of the mean squared gradient is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.999.</value>
    public float SecondDecay { get; init; } = 0.999f;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Above 0; default 1e-8.</value>
    public float Epsilon { get; init; } = 1e-8f;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        Check(FirstDecay is >= 0 and < 1, nameof(FirstDecay), FirstDecay, "a number from 0 to below 1");
        Check(SecondDecay is >= 0 and < 1, nameof(SecondDecay), SecondDecay, "a number from 0 to below 1");
        Check(Epsilon > 0, nameof(Epsilon), Epsilon, "a number above 0");
    }

    private static void Check(bool isGood, string name, float value, string expected)
    {
        if (!isGood)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected is {expected}.");
        }
    }
}
