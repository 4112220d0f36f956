using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>What is summed over the rows of a matrix: two numbers an element.</summary>
internal interface IColumnTerm
{
    /// <summary>Adds the numbers of some neighbouring elements to their sums.</summary>
    /// <param name="access">Reads a vector, or the rest of a row.</param>
    /// <param name="position">Index of the first element in the matrix.</param>
    /// <param name="column">Its column.</param>
    /// <param name="first">First sums.</param>
    /// <param name="second">Second sums.</param>
    void Add<TAccess>(TAccess access, nint position, nint column, ref Vector<float> first, ref Vector<float> second)
        where TAccess : struct, IVectorAccess;

    /// <summary>Asks for elements that will be read soon.</summary>
    /// <param name="position">Index of the first element in the matrix.</param>
    /// <param name="count">Number of elements; they may lie beyond the matrix.</param>
    void Ask(nint position, nint count);
}
