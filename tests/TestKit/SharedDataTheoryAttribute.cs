namespace MLNetTransfer.TestKit;

/// <summary>A theory that needs the optional folder <c>../shared/data</c> and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    internal const string Reason = "The optional folder ../shared/data is not there.";

    public SharedDataTheoryAttribute()
    {
        if (Repository.SharedData is null)
        {
            Skip = Reason;
        }
    }
}
