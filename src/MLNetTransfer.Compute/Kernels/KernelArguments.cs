using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Checks that the public entries of the kernels share.</summary>
internal static class KernelArguments
{
    /// <summary>Refuses a buffer that is shorter than what the kernel reads or writes.</summary>
    public static void CheckLength(int found, int expected, [CallerArgumentExpression(nameof(found))] string name = "")
    {
        if (found < expected)
        {
            throw new ArgumentException($"{name} is {found}, at least {expected} elements are needed.", name);
        }
    }

    /// <summary>Refuses a buffer that is neither empty nor long enough.</summary>
    public static void CheckOptionalLength(int found, int expected, [CallerArgumentExpression(nameof(found))] string name = "")
    {
        if (found != 0)
        {
            CheckLength(found, expected, name);
        }
    }
}
