namespace MLNetTransfer.TestKit;

/// <summary>A theory that needs <see cref="OnnxRuntime"/> and the optional folder <c>../shared/data</c>, and is skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimePhotographsTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimePhotographsTheoryAttribute()
    {
        Skip = OnnxRuntime.Missing ?? (Repository.SharedData is null ? SharedDataTheoryAttribute.Reason : null);
    }
}
