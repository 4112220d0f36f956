using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>
/// Asks for memory that a kernel will read in another order than it lies, which the prefetcher of the processor does not follow. Does nothing where .NET offers no such
/// instruction (arm64).
/// </summary>
internal static unsafe class Prefetching
{
    private const int ElementsOfLine = 16;

    /// <summary>Asks for a run of elements; nothing is read, so that it may lie anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(float* start, nint count)
    {
        if (Sse.IsSupported)
        {
            for (nint offset = 0; offset < count; offset += ElementsOfLine)
            {
                Sse.Prefetch0(start + offset);
            }
        }
    }
}
