namespace MLNetTransfer.Operators;

/// <summary>From which value of the forward pass an element-wise derivative is computed.</summary>
internal enum GradientSource
{
    /// <summary>From the input.</summary>
    Input,

    /// <summary>From the output.</summary>
    Output,

    /// <summary>From none: it is the same everywhere.</summary>
    Nothing,
}
