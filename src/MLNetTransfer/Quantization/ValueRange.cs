namespace MLNetTransfer.Quantization;

/// <summary>Between which numbers a value of a network lies, zero included, and the 256 steps between them.</summary>
/// <param name="Minimum">At most 0.</param>
/// <param name="Maximum">At least 0.</param>
internal readonly record struct ValueRange(float Minimum, float Maximum)
{
    /// <summary>The size of a step; 1 where the value is always 0.</summary>
    public float Scale => Maximum > Minimum ? (Maximum - Minimum) / byte.MaxValue : 1;

    /// <summary>The step that stands for 0 exactly, as the padding of a convolution must be.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(MathF.Round(-Minimum / Scale), 0, byte.MaxValue);
}
