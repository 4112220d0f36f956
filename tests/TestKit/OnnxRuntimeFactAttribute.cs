namespace MLNetTransfer.TestKit;

/// <summary>A fact that needs <see cref="OnnxRuntime"/> and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute()
    {
        Skip = OnnxRuntime.Missing;
    }
}
