using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Packs a matrix, one panel a part.</summary>
internal readonly unsafe struct PanelPackingBody(float* matrix, int inner, int columns, bool transposed, int panelColumns, float* panels) : IParallelBody
{
    /// <inheritdoc/>
    public void Execute(int index) => PanelPacking.PackPanel(
        new ReadOnlySpan<float>(matrix, inner * columns),
        inner,
        columns,
        transposed,
        index * panelColumns,
        panelColumns,
        new Span<float>(panels + ((nint)index * inner * panelColumns), inner * panelColumns));
}
