#if WITH_MLNET_VISION
using System.Runtime.InteropServices;

namespace MLNetTransfer.MLNet.Vision.Tests;

/// <summary>The native library of TensorFlow and the weights of MobileNetV2, where both are here.</summary>
internal static class TensorFlow
{
    private const string Variable = "MLNETTRANSFER_MLNET_WEIGHTS";

    /// <summary>The folder with mobilenet_v2.meta.</summary>
    internal static string? WeightsFolder => Environment.GetEnvironmentVariable(Variable);

    /// <summary>Why training is not possible, or null.</summary>
    internal static string? Missing
    {
        get
        {
            if (!NativeLibrary.TryLoad("tensorflow", typeof(TensorFlow).Assembly, null, out nint library))
            {
                return "The native library of TensorFlow (SciSharp.TensorFlow.Redist) is not here.";
            }

            NativeLibrary.Free(library);
            return WeightsFolder is string folder && File.Exists(Path.Combine(folder, "mobilenet_v2.meta"))
                ? null
                : $"{Variable} does not name a folder with mobilenet_v2.meta.";
        }
    }
}
#endif
