namespace MLNetTransfer.TestKit;

/// <summary>A theory that needs <see cref="OnnxRuntime"/> and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute()
    {
        Skip = OnnxRuntime.Missing;
    }
}
