namespace MLNetTransfer.Training.Schedules;

/// <summary>The steps in which the learning rate rises from a share of the first rate of the schedule to all of it, in a straight line.</summary>
/// <param name="Steps">Number of steps, from 0; step number <c>Steps</c> is the first of the schedule itself.</param>
/// <param name="FirstShare">Share of the rate at step 0, from 0 to 1.</param>
public sealed record WarmUp(long Steps, double FirstShare = 0.01)
{
    /// <summary>No warm-up.</summary>
    public static WarmUp None { get; } = new(0);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(Steps >= 0, nameof(Steps), Steps, "a number from 0");
        OptionChecks.Require(FirstShare is >= 0 and <= 1, nameof(FirstShare), FirstShare, "a number from 0 to 1");
    }
}
