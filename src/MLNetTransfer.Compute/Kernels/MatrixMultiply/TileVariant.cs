using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>The tile driver compiled for one tile.</summary>
internal abstract class TileVariant
{
    /// <summary>Name of the tile, for messages and tests.</summary>
    public abstract string Name { get; }

    /// <summary>Rows of the tile.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of the tile, which are those of a packed panel.</summary>
    public abstract int Columns { get; }

    /// <summary>Number of floats that packed panels take.</summary>
    public int PackedLength(int groups, int inner, int columns) => checked(groups * inner * ((columns + Columns - 1) / Columns * Columns));

    /// <summary>Computes one tile.</summary>
    public abstract void RunTile(in TileArguments arguments);

    /// <summary>Computes a product.</summary>
    public abstract void Run(in TileProduct product, WorkerPool pool);
}
