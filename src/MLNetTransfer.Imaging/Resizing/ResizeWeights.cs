namespace MLNetTransfer.Imaging.Resizing;

/// <summary>
/// The weights of one axis of a resize: each output position is a sum over neighbouring input positions. Computed as Pillow does
/// (src/libImaging/Resample.c): window and weights in double, normalised to 1, then rounded to 22 fractional bits.
/// </summary>
internal sealed class ResizeWeights
{
    /// <summary>Fractional bits of a weight: 32 less 8 of a pixel less 2 for sign and overshoot.</summary>
    public const int PrecisionBits = 22;

    /// <summary>What is added before the shift, so that it rounds.</summary>
    public const int Half = 1 << (PrecisionBits - 1);

    /// <summary>A weight is high x 2^11 + low, so that both parts are 16-bit factors.</summary>
    public const int SplitBits = 11;

    /// <summary>Taps are padded with zero weights to groups of this many.</summary>
    public const int GroupSize = 4;

    private int[] _first = [];
    private int[] _taps = [];
    private int[] _weights = [];
    private int[] _packed = [];
    private double[] _window = [];

    /// <summary>Which axis these weights belong to.</summary>
    public ResizeAxis Axis { get; private set; }

    /// <summary>Number of output positions.</summary>
    public int Count => Axis.Count;

    /// <summary>Taps of the widest window, rounded up to whole groups; the distance of two outputs in <see cref="Weights"/> and <see cref="Packed"/>.</summary>
    public int Stride { get; private set; }

    /// <summary>Input positions [FirstInput, EndInput) are needed by some output.</summary>
    public int FirstInput => _first[0];

    /// <summary>End of the needed input positions.</summary>
    public int EndInput { get; private set; }

    /// <summary>First input position of an output.</summary>
    public int First(int output) => _first[output];

    /// <summary>Number of taps of an output.</summary>
    public int Taps(int output) => _taps[output];

    /// <summary>First input position of every output.</summary>
    public ReadOnlySpan<int> Firsts => _first.AsSpan(0, Count);

    /// <summary><see cref="Packed(int)"/> of every output, each with <see cref="Stride"/> integers.</summary>
    public ReadOnlySpan<int> AllPacked => _packed.AsSpan(0, Count * Stride);

    /// <summary>The weights of one output, in 2^-22, padded with zeros to whole groups.</summary>
    public ReadOnlySpan<int> Weights(int output) => _weights.AsSpan(output * Stride, Groups(output) * GroupSize);

    /// <summary>The same weights, four integers for each group of taps 0 to 3: the high parts (0, 1) and (2, 3), the low parts (0, 1) and (2, 3), each pair as two 16-bit halves.</summary>
    public ReadOnlySpan<int> Packed(int output) => _packed.AsSpan(output * Stride, Groups(output) * GroupSize);

    /// <summary>Number of integers that the tables hold, for bounding what is kept.</summary>
    public long Size => _weights.LongLength + _packed.LongLength;

    /// <summary>Bytes from the start of a row of RGB that 16-byte loads of all groups of all outputs reach.</summary>
    public int Reach { get; private set; }

    /// <summary>Fills the tables for an axis, reusing their memory.</summary>
    public void Compute(ResizeAxis axis)
    {
        Axis = axis;
        double scale = (double)(axis.End - axis.Start) / axis.OutputLength;
        double stretch = Math.Max(scale, 1.0);
        double support = Radius(axis.Filter) * stretch;
        int widest = checked(((int)Math.Min(Math.Ceiling(support) * 2 + 1, axis.InputLength) + GroupSize - 1) / GroupSize * GroupSize);
        Stride = widest;
        Grow(ref _first, axis.Count);
        Grow(ref _taps, axis.Count);
        Grow(ref _weights, checked(axis.Count * widest));
        Grow(ref _packed, axis.Count * widest);
        Grow(ref _window, widest);
        EndInput = 0;
        Reach = 0;
        for (int i = 0; i < axis.Count; i++)
        {
            double center = axis.Start + (axis.FirstOutput + i + 0.5) * scale;
            int first = Math.Clamp((int)(center - support + 0.5), 0, axis.InputLength - 1);
            int end = Math.Clamp((int)(center + support + 0.5), first + 1, axis.InputLength);
            Span<int> weights = _weights.AsSpan(i * widest, widest);
            ComputeWindow(axis.Filter, first, end - first, center, 1.0 / stretch, weights);
            int taps = Math.Max(1, weights.LastIndexOfAnyExcept(0) + 1);
            _first[i] = first;
            _taps[i] = taps;
            EndInput = Math.Max(EndInput, first + taps);
            Reach = Math.Max(Reach, (first + widest - GroupSize) * Image.Channels + 16);
            Pack(weights, _packed.AsSpan(i * widest, widest));
        }
    }

    private void ComputeWindow(ResizeFilter filter, int first, int taps, double center, double inverseStretch, Span<int> weights)
    {
        Span<double> window = _window.AsSpan(0, taps);
        double sum = 0;
        for (int t = 0; t < taps; t++)
        {
            window[t] = Evaluate(filter, (t + first - center + 0.5) * inverseStretch);
            sum += window[t];
        }

        weights.Clear();
        for (int t = 0; t < taps; t++)
        {
            double weight = sum != 0 ? window[t] / sum : window[t];
            weights[t] = (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << PrecisionBits)));
        }
    }

    private static void Pack(ReadOnlySpan<int> weights, Span<int> packed)
    {
        for (int t = 0; t < weights.Length; t += GroupSize)
        {
            packed[t] = Pair(weights[t] >> SplitBits, weights[t + 1] >> SplitBits);
            packed[t + 1] = Pair(weights[t + 2] >> SplitBits, weights[t + 3] >> SplitBits);
            packed[t + 2] = Pair(weights[t] & LowMask, weights[t + 1] & LowMask);
            packed[t + 3] = Pair(weights[t + 2] & LowMask, weights[t + 3] & LowMask);
        }
    }

    private const int LowMask = (1 << SplitBits) - 1;

    private static int Pair(int first, int second) => (first & 0xFFFF) | (second << 16);

    private int Groups(int output) => (_taps[output] + GroupSize - 1) / GroupSize;

    internal static double Radius(ResizeFilter filter) => filter == ResizeFilter.Bilinear ? 1.0 : 2.0;

    internal static double Evaluate(ResizeFilter filter, double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (filter == ResizeFilter.Bilinear)
        {
            return x < 1.0 ? 1.0 - x : 0.0;
        }

        if (x < 1.0)
        {
            return (((A + 2.0) * x) - (A + 3.0)) * x * x + 1;
        }

        return x < 2.0 ? ((((x - 5) * x) + 8) * x - 4) * A : 0.0;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
