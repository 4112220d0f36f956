using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Resizing;

/// <summary>The two inner loops of a resize, in fixed point; every variant gives the same bytes.</summary>
/// <remarks>The vector variants ask for full optimisation at once, because their first, unoptimised version is several times slower than the plain loops.</remarks>
internal abstract class ResizePasses
{
    /// <summary>The fastest variant of this machine.</summary>
    public static ResizePasses Best { get; } = Available[0];

    /// <summary>The variants that run on this machine, fastest first; the last is the plain one.</summary>
    public static IReadOnlyList<ResizePasses> Available
    {
        get
        {
            List<ResizePasses> passes = [];
            if (Avx2.IsSupported)
            {
                passes.Add(new ResizePassesAvx2());
            }

            if (Vector128.IsHardwareAccelerated)
            {
                passes.Add(new ResizePassesVector128());
            }

            passes.Add(new ResizePassesPlain());
            return passes;
        }
    }

    /// <summary>Makes one row of the result's width.</summary>
    /// <param name="source">RGB from the start of a source row, readable for <see cref="ResizeWeights.Reach"/> bytes.</param>
    /// <param name="columns">Weights of the horizontal axis.</param>
    /// <param name="destination">RGB of the wanted columns, and at least one byte more, which may be overwritten.</param>
    public abstract void Horizontal(ReadOnlySpan<byte> source, ResizeWeights columns, Span<byte> destination);

    /// <summary>Makes one row of the result.</summary>
    /// <param name="window">Rows from the output's first input row on, readable for whole groups of taps.</param>
    /// <param name="stride">Bytes from row to row, a multiple of <see cref="Block"/>.</param>
    /// <param name="rows">Weights of the vertical axis.</param>
    /// <param name="output">Which output row.</param>
    /// <param name="destination">The row, at most <paramref name="stride"/> bytes.</param>
    public abstract void Vertical(ReadOnlySpan<byte> window, int stride, ResizeWeights rows, int output, Span<byte> destination);

    /// <summary>Bytes that the widest variant makes at once.</summary>
    public const int Block = 32;
}
