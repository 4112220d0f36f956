namespace MLNetTransfer.Explanation;

/// <summary>A network cannot be explained in the way that was asked for. The message names the layer or node, and what to do.</summary>
public sealed class ExplanationException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ExplanationException(string message)
        : base(message)
    {
    }

    internal static ExplanationException UnknownLayer(string layer) =>
        new($"The network has neither a node nor a value '{layer}'. 'mlnet-transfer info MODEL --layers' lists its layers.");

    internal static ExplanationException NotSpatial(string layer, string shape) =>
        new($"The layer '{layer}' gives {shape}; expected [N, C, H, W] with more than one place. Name a convolution, or leave the layer out.");

    internal static ExplanationException NoGradient(string layer) =>
        new($"The scores do not depend on the layer '{layer}' in a way that can be differentiated. Name another layer, or take the method occlusion.");

    internal static ExplanationException NoSpatialLayer() =>
        new("The network has no layer with a spatial extent behind which there is only pooling and a classifier. Name a layer, or take the method occlusion, which suits any network.");
}
