using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>The one place that chooses the level of the kernels for this process.</summary>
public static class KernelSelection
{
    /// <summary>Environment variable that forces a level: <c>reference</c>, <c>vector128</c>, <c>vector256</c> or <c>vector512</c>.</summary>
    public const string EnvironmentVariable = "MLNETTRANSFER_KERNELS";

    /// <summary>The level in force: what the environment asks for, else the widest that the hardware has.</summary>
    public static KernelLevel Level { get; } = Choose(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>The widest level that the hardware has, as the runtime reports it.</summary>
    public static KernelLevel HardwareLevel =>
        Vector512.IsHardwareAccelerated ? KernelLevel.Vector512
        : Vector256.IsHardwareAccelerated ? KernelLevel.Vector256
        : Vector128.IsHardwareAccelerated ? KernelLevel.Vector128
        : KernelLevel.Reference;

    internal static KernelLevel Choose(string? requested)
    {
        if (string.IsNullOrEmpty(requested))
        {
            return HardwareLevel;
        }

        foreach (KernelLevel level in Enum.GetValues<KernelLevel>())
        {
            if (requested.Equals(level.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return level;
            }
        }

        throw new InvalidOperationException(
            $"Environment variable {EnvironmentVariable} is '{requested}'; expected one of reference, vector128, vector256, vector512. Correct it or remove it.");
    }
}
