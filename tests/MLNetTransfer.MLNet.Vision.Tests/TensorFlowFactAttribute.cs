#if WITH_MLNET_VISION
namespace MLNetTransfer.MLNet.Vision.Tests;

/// <summary>A fact that needs <see cref="TensorFlow"/> and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TensorFlowFactAttribute : FactAttribute
{
    public TensorFlowFactAttribute()
    {
        Skip = TensorFlow.Missing;
    }
}
#endif
