namespace MLNetTransfer.TestKit;

/// <summary>A fact that takes permissions away from a file: skipped, with the reason, for a user whom they do not bind, and where there are none of this kind.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnprivilegedUnixFactAttribute : FactAttribute
{
    public UnprivilegedUnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no Unix file modes.";
        }
        else if (Environment.IsPrivilegedProcess)
        {
            Skip = "Permissions do not bind the superuser; run the tests as another user to run this one.";
        }
    }
}
