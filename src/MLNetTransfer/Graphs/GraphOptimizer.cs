using MLNetTransfer.Graphs.Optimization;

namespace MLNetTransfer.Graphs;

/// <summary>Makes a graph cheaper to run without changing what it computes (up to rounding).</summary>
public static class GraphOptimizer
{
    /// <summary>
    /// What a file can hold too: constants are computed, Identity and Dropout go, equal nodes become one, BatchNormalization and arithmetic with constants are folded into the
    /// convolution or matrix product in front of them, padding into the convolution behind it. The network is the one of <c>model.onnx</c>.
    /// </summary>
    public static Graph Fold(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        GraphEditor editor = new(graph);
        ConstantFolding.Apply(editor);
        NoOperationRemoval.Apply(editor);
        DuplicateMerging.Apply(editor);
        AffineFolding.Apply(editor);
        PadFolding.Apply(editor);
        return editor.ToGraph();
    }

    /// <summary>
    /// <see cref="Fold"/>, and then activations and residual additions become part of the convolution in front of them. Such a graph runs faster, but it
    /// can neither be written nor trained.
    /// </summary>
    public static Graph OptimizeForInference(Graph graph)
    {
        GraphEditor editor = new(Fold(graph));
        QuantizationFusion.Apply(editor);
        ActivationFusion.Apply(editor);
        ResidualFusion.Apply(editor);
        return editor.ToGraph();
    }
}
