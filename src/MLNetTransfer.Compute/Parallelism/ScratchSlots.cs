using System.Numerics;

namespace MLNetTransfer.Compute.Parallelism;

/// <summary>
/// Hands out pieces of scratch memory to the parts of a pass, the first free one each time: fewer pieces than parts are needed, and what a thread
/// gets is still in its cache. Only for memory whose content does not reach the result, since which part gets which piece is not fixed.
/// </summary>
internal static class ScratchSlots
{
    /// <summary>Most pieces that can be handed out at the same time; a thread that finds none waits for one.</summary>
    public const int Most = 32;

    /// <summary>Takes a piece.</summary>
    /// <param name="taken">One bit for each piece that is handed out; 0 before the pass.</param>
    /// <param name="count">Number of pieces, 1 to <see cref="Most"/>.</param>
    public static int Take(ref int taken, int count)
    {
        SpinWait spin = default;
        while (true)
        {
            int found = Volatile.Read(ref taken);
            int slot = BitOperations.TrailingZeroCount(~found);
            if (slot >= count)
            {
                spin.SpinOnce();
            }
            else if (Interlocked.CompareExchange(ref taken, found | (1 << slot), found) == found)
            {
                return slot;
            }
        }
    }

    /// <summary>Gives a piece back.</summary>
    public static void Return(ref int taken, int slot) => Interlocked.And(ref taken, ~(1 << slot));
}
