using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Where the elements of a resized axis come from: element o is the sum over k of weight[o, k] input[index[o, k]]. The formulas are those of the ONNX
/// operator Resize.
/// </summary>
internal sealed class ResizeAxis
{
    private ResizeAxis(int taps, int output)
    {
        Taps = taps;
        Indices = new int[taps * output];
        Weights = new float[taps * output];
        IsOutside = new bool[output];
    }

    /// <summary>Number of elements that one is computed from: 1, 2 or 4.</summary>
    public int Taps { get; }

    /// <summary>Where each is: [output, taps].</summary>
    public int[] Indices { get; }

    /// <summary>Weight of each: [output, taps].</summary>
    public float[] Weights { get; }

    /// <summary>Whether an element lies outside the input and is replaced by the extrapolation value (tf_crop_and_resize).</summary>
    public bool[] IsOutside { get; }

    /// <summary>Number of elements of the result.</summary>
    public int Length => IsOutside.Length;

    /// <summary>Computes the table of an axis.</summary>
    /// <param name="method">Mode and coordinate rules.</param>
    /// <param name="input">Elements of the input, at least 1.</param>
    /// <param name="output">Elements of the result.</param>
    /// <param name="scale">Result by input.</param>
    /// <param name="start">Start of the region of interest, as a share of the input.</param>
    /// <param name="end">End of the region of interest.</param>
    public static ResizeAxis Of(ResizeMethod method, int input, int output, double scale, double start, double end)
    {
        int taps = method.Mode switch { "nearest" => 1, "linear" => 2, _ => 4 };
        ResizeAxis axis = new(taps, output);
        Span<double> weights = stackalloc double[taps];
        for (int position = 0; position < output; position++)
        {
            double x = Coordinate(method.Coordinates, position, input, output, scale, start, end);
            axis.IsOutside[position] = method.Coordinates == "tf_crop_and_resize" && (x < 0 || x > input - 1);
            if (taps == 1)
            {
                axis.Indices[position] = (int)Math.Clamp(Nearest(method.Nearest, x), 0, input - 1);
                axis.Weights[position] = 1;
                continue;
            }

            int floor = (int)Math.Floor(Math.Clamp(x, -4.0, input + 4.0));
            double sum = 0;
            for (int tap = 0; tap < taps; tap++)
            {
                int index = floor + 1 - (taps / 2) + tap;
                bool isInside = index >= 0 && index < input;
                weights[tap] = method.ExcludesOutside && !isInside ? 0 : Weight(method, x - index);
                sum += weights[tap];
                axis.Indices[(position * taps) + tap] = Math.Clamp(index, 0, input - 1);
            }

            for (int tap = 0; tap < taps; tap++)
            {
                axis.Weights[(position * taps) + tap] = (float)(weights[tap] / sum);
            }
        }

        return axis;
    }

    /// <summary>Whether every element is the one of the same place in the input.</summary>
    public bool IsIdentity(int input)
    {
        if (input != Length)
        {
            return false;
        }

        for (int position = 0; position < Length; position++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int at = (position * Taps) + tap;
                if (IsOutside[position] || (Indices[at] != position && Weights[at] != 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // The length that the corners are aligned to is scale times input, not rounded to whole elements, as in the specification's own implementation.
    private static double Coordinate(string rule, int position, int input, int output, double scale, double start, double end) => rule switch
    {
        "half_pixel" => ((position + 0.5) / scale) - 0.5,
        "half_pixel_symmetric" => (input / 2.0 * (1 - (output / (scale * input)))) + ((position + 0.5) / scale) - 0.5,
        "pytorch_half_pixel" => output > 1 ? ((position + 0.5) / scale) - 0.5 : 0,
        "align_corners" => output > 1 ? position * (input - 1.0) / ((scale * input) - 1) : 0,
        "asymmetric" => position / scale,
        "tf_half_pixel_for_nn" => (position + 0.5) / scale,
        "tf_crop_and_resize" => output > 1
            ? (start * (input - 1)) + (position * (end - start) * (input - 1) / ((scale * input) - 1))
            : 0.5 * (start + end) * (input - 1),
        _ => throw new OnnxException($"Attribute 'coordinate_transformation_mode' is '{rule}', which is not supported."),
    };

    private static double Nearest(string rule, double x) => rule switch
    {
        "round_prefer_floor" => Math.Ceiling(x - 0.5),
        "round_prefer_ceil" => Math.Floor(x + 0.5),
        "floor" => Math.Floor(x),
        "ceil" => Math.Ceiling(x),
        _ => throw new OnnxException($"Attribute 'nearest_mode' is '{rule}', which is not supported."),
    };

    // Cubic: Keys, Cubic convolution interpolation for digital image processing, 1981, equation 15 with a free.
    private static double Weight(ResizeMethod method, double distance)
    {
        double size = Math.Abs(distance);
        if (method.Mode == "linear")
        {
            return Math.Max(0, 1 - size);
        }

        double a = method.CubicCoefficient;
        return size <= 1 ? ((((a + 2) * size) - (a + 3)) * size * size) + 1
            : size < 2 ? (((((size - 5) * size) + 8) * size) - 4) * a
            : 0;
    }
}
