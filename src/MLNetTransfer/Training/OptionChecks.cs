namespace MLNetTransfer.Training;

/// <summary>The one sentence with which options out of range are refused.</summary>
internal static class OptionChecks
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not good.</exception>
    public static void Require(bool isGood, string name, object value, string expected)
    {
        if (!isGood)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected is {expected}.");
        }
    }
}
