using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.Winograd;

/// <summary>
/// The transforms of Winograd's minimal filtering F(4 x 4, 3 x 3): Y = A' [(G g G') * (B' d B)] A, where d are 6 x 6 pixels, g the 3 x 3 weights, Y 4 x 4 results,
/// * multiplies element by element and ' transposes (A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). 36 multiplications do the work of 144.
/// </summary>
/// <remarks>
/// <para>The usual points 0, 1, -1, 2, -2 and infinity lose much to rounding. Points that are each other's reciprocals keep the constants near 1 (S. A. Alam et al., "Winograd
/// Convolution for Deep Neural Networks: Efficient Point Selection", 2022). With a = 2/3 and b = 3/2 as here, sums over 64 channels of normal numbers have 1.8 times the mean error of
/// the direct sums, with the usual points 3.3 times. For the points 0, a, -a, b, -b, infinity, a b = 1 and s = a a + b b:</para>
/// <code>
/// B' =  1   0  -s   0  1  0     G =  1       0        0          A' =  1  1   1    1   1    0
///       0  -b -bb   a  1  0          1/m     a/m     aa/m              0  a  -a    b  -b    0
///       0   b -bb  -a  1  0          1/m    -a/m     aa/m              0  aa  aa   bb  bb   0
///       0  -a -aa   b  1  0          1/n     b/n     bb/n              0  aaa -aaa bbb -bbb 1
///       0   a -aa  -b  1  0          1/n    -b/n     bb/n
///       0   1   0  -s  0  1          0       0        1         m = 2 aa (aa - bb), n = 2 bb (bb - aa)
/// </code>
/// </remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Rows and columns of the results of a tile.</summary>
    public const int OutputSide = 4;

    /// <summary>Rows and columns of the pixels that a tile sees.</summary>
    public const int InputSide = 6;

    /// <summary>Transformed elements of a tile.</summary>
    public const int Positions = InputSide * InputSide;

    private const int KernelSide = 3;

    /// <summary>Elements of a cache line.</summary>
    public const int CacheLine = 16;

    private const float A = 2f / 3;
    private const float A2 = 4f / 9;
    private const float A3 = 8f / 27;
    private const float B = 3f / 2;
    private const float B2 = 9f / 4;
    private const float B3 = 27f / 8;
    private const float S = 97f / 36;
    private const double M = 2 * (4.0 / 9) * ((4.0 / 9) - (9.0 / 4));
    private const double N = 2 * (9.0 / 4) * ((9.0 / 4) - (4.0 / 9));

    /// <summary>Transforms the pixels of a tile.</summary>
    /// <param name="pixels">[6, 6] pointers to pixels.</param>
    /// <param name="channels">Channels of a pixel, a multiple of the elements of a vector.</param>
    /// <param name="target">[6, 6] rows of as many channels.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float** pixels, int channels, float* target, nint stride)
    {
        float* memory = stackalloc float[(Positions * Vector<float>.Count) + CacheLine];
        float* lines = Aligned(memory);
        for (nint channel = 0; channel < channels; channel += Vector<float>.Count)
        {
            float** row = pixels;
            float* line = lines;
            for (int y = 0; y < InputSide; y++)
            {
                InputLine(
                    Vector.Load(row[0] + channel),
                    Vector.Load(row[1] + channel),
                    Vector.Load(row[2] + channel),
                    Vector.Load(row[3] + channel),
                    Vector.Load(row[4] + channel),
                    Vector.Load(row[5] + channel),
                    line,
                    Vector<float>.Count);
                row += InputSide;
                line += InputSide * Vector<float>.Count;
            }

            line = lines;
            float* result = target + channel;
            nint step = InputSide * Vector<float>.Count;
            for (int x = 0; x < InputSide; x++)
            {
                InputLine(
                    Vector.Load(line),
                    Vector.Load(line + step),
                    Vector.Load(line + (2 * step)),
                    Vector.Load(line + (3 * step)),
                    Vector.Load(line + (4 * step)),
                    Vector.Load(line + (5 * step)),
                    result,
                    InputSide * stride);
                line += Vector<float>.Count;
                result += stride;
            }
        }
    }

    /// <summary>Transforms the products of a tile back, a vector of channels at a time: [6, 6] rows to [4, 4] vectors.</summary>
    /// <param name="source">The first element of this vector of channels.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="target">[4, 4] vectors.</param>
    /// <param name="lines">Scratch of [4, 6] vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* source, nint stride, float* target, float* lines)
    {
        nint step = InputSide * stride;
        float* line = lines;
        for (int x = 0; x < InputSide; x++)
        {
            OutputLine(source, step, line, InputSide * Vector<float>.Count);
            source += stride;
            line += Vector<float>.Count;
        }

        line = lines;
        for (int y = 0; y < OutputSide; y++)
        {
            OutputLine(line, Vector<float>.Count, target, Vector<float>.Count);
            line += InputSide * Vector<float>.Count;
            target += OutputSide * Vector<float>.Count;
        }
    }

    /// <summary>Transforms kernels: [3, 3] rows of as many kernels as a vector has elements to [6, 6] such rows.</summary>
    /// <param name="source">The first kernel position.</param>
    /// <param name="sourceStride">Elements from one kernel position to the next.</param>
    /// <param name="target">The first transformed element.</param>
    /// <param name="targetStride">Elements from one transformed element to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(float* source, nint sourceStride, float* target, nint targetStride)
    {
        float* memory = stackalloc float[(KernelSide * InputSide * Vector<float>.Count) + CacheLine];
        float* lines = Aligned(memory);
        float* line = lines;
        for (int y = 0; y < KernelSide; y++)
        {
            WeightsLine(source, sourceStride, line, Vector<float>.Count);
            source += KernelSide * sourceStride;
            line += InputSide * Vector<float>.Count;
        }

        line = lines;
        for (int x = 0; x < InputSide; x++)
        {
            WeightsLine(line, InputSide * Vector<float>.Count, target, InputSide * targetStride);
            line += Vector<float>.Count;
            target += targetStride;
        }
    }

    // Vectors that cross a cache line take twice as long to store; the stack is aligned to 16 bytes only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float* Aligned(float* memory) => (float*)(((nuint)memory + (CacheLine * sizeof(float)) - 1) / (CacheLine * sizeof(float)) * (CacheLine * sizeof(float)));

    // B' d
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine(
        Vector<float> value0, Vector<float> value1, Vector<float> value2, Vector<float> value3, Vector<float> value4, Vector<float> value5, float* target, nint step)
    {
        Vector<float> even = Vector.MultiplyAddEstimate(value2, new Vector<float>(-B2), value4);
        Vector<float> odd = Vector.MultiplyAddEstimate(value3, new Vector<float>(A), value1 * -B);
        (even + odd).Store(target + step);
        (even - odd).Store(target + (2 * step));
        even = Vector.MultiplyAddEstimate(value2, new Vector<float>(-A2), value4);
        odd = Vector.MultiplyAddEstimate(value3, new Vector<float>(B), value1 * -A);
        (even + odd).Store(target + (3 * step));
        (even - odd).Store(target + (4 * step));
        Vector.MultiplyAddEstimate(value2, new Vector<float>(-S), value0 + value4).Store(target);
        Vector.MultiplyAddEstimate(value3, new Vector<float>(-S), value1 + value5).Store(target + (5 * step));
    }

    // A' m
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputLine(float* source, nint sourceStep, float* target, nint step)
    {
        Vector<float> value1 = Vector.Load(source + sourceStep);
        Vector<float> value2 = Vector.Load(source + (2 * sourceStep));
        Vector<float> value3 = Vector.Load(source + (3 * sourceStep));
        Vector<float> value4 = Vector.Load(source + (4 * sourceStep));
        Vector<float> even = value1 + value2;
        Vector<float> odd = value1 - value2;
        Vector<float> evenOther = value3 + value4;
        Vector<float> oddOther = value3 - value4;
        (Vector.Load(source) + even + evenOther).Store(target);
        Vector.MultiplyAddEstimate(odd, new Vector<float>(A), oddOther * B).Store(target + step);
        Vector.MultiplyAddEstimate(even, new Vector<float>(A2), evenOther * B2).Store(target + (2 * step));
        Vector<float> last = Vector.MultiplyAddEstimate(oddOther, new Vector<float>(B3), Vector.Load(source + (5 * sourceStep)));
        Vector.MultiplyAddEstimate(odd, new Vector<float>(A3), last).Store(target + (3 * step));
    }

    // G g
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightsLine(float* source, nint sourceStep, float* target, nint step)
    {
        Vector<float> value0 = Vector.Load(source);
        Vector<float> value1 = Vector.Load(source + sourceStep);
        Vector<float> value2 = Vector.Load(source + (2 * sourceStep));
        value0.Store(target);
        Vector<float> even = Vector.MultiplyAddEstimate(value2, new Vector<float>((float)(A2 / M)), value0 * (float)(1 / M));
        Vector<float> odd = value1 * (float)(2.0 / 3 / M);
        (even + odd).Store(target + step);
        (even - odd).Store(target + (2 * step));
        even = Vector.MultiplyAddEstimate(value2, new Vector<float>((float)(B2 / N)), value0 * (float)(1 / N));
        odd = value1 * (float)(B / N);
        (even + odd).Store(target + (3 * step));
        (even - odd).Store(target + (4 * step));
        value2.Store(target + (5 * step));
    }
}
