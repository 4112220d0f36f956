namespace MLNetTransfer.TestKit;

/// <summary>A fact that needs the optional folder <c>../shared/data</c> and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Repository.SharedData is null)
        {
            Skip = SharedDataTheoryAttribute.Reason;
        }
    }
}
