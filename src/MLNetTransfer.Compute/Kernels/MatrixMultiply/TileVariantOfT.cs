using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <inheritdoc/>
internal sealed class TileVariant<TTile> : TileVariant
    where TTile : struct, ITile
{
    /// <inheritdoc/>
    public override string Name => typeof(TTile).Name;

    /// <inheritdoc/>
    public override int Rows => TTile.Rows;

    /// <inheritdoc/>
    public override int Columns => TTile.Columns;

    /// <inheritdoc/>
    public override void RunTile(in TileArguments arguments) => TTile.Run(arguments);

    /// <inheritdoc/>
    public override void Run(in TileProduct product, WorkerPool pool)
    {
        if (product.Rows == 0 || product.Columns == 0)
        {
            return;
        }

        TileDriver<TTile> driver = new(product);
        pool.Run(driver.PartCount, driver);
    }
}
