namespace MLNetTransfer.Compute.Tests.Kernels;

/// <summary>A buffer between guard values, so that a kernel that writes beside its output is caught. The output starts as not-a-number.</summary>
internal sealed class GuardedBuffer
{
    private const int GuardLength = 67;
    private const float Guard = -12345.678f;

    private readonly float[] _all;
    private readonly int _length;

    public GuardedBuffer(int length, float initial = float.NaN)
    {
        _length = length;
        _all = new float[length + (2 * GuardLength)];
        _all.AsSpan().Fill(Guard);
        Span.Fill(initial);
    }

    public GuardedBuffer(ReadOnlySpan<float> content)
        : this(content.Length)
    {
        content.CopyTo(Span);
    }

    public Span<float> Span => _all.AsSpan(GuardLength, _length);

    public void AssertGuardsUntouched()
    {
        Assert.True(_all.AsSpan(0, GuardLength).IndexOfAnyExcept(Guard) < 0, "A kernel wrote before its buffer.");
        Assert.True(_all.AsSpan(GuardLength + _length).IndexOfAnyExcept(Guard) < 0, "A kernel wrote behind its buffer.");
    }
}
