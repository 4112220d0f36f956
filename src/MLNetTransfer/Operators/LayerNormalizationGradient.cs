using System.Numerics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Operators;

/// <summary>
/// Some rows of <see cref="LayerNormalization"/> backwards. With n the normalised input, g = dy scale and d the inverse deviation: dx = d (g - mean of g - n (mean of g n)),
/// the gradient of the scale is the sum of dy n, that of the shift the sum of dy. Sums over a row are of 64 bits.
/// </summary>
internal readonly record struct LayerNormalizationGradient : IParallelBody
{
    public required int Rows { get; init; }

    public required int RowsOfPart { get; init; }

    /// <summary>Elements of a row.</summary>
    public required int Length { get; init; }

    public required float Epsilon { get; init; }

    public required Memory<float> Input { get; init; }

    /// <summary>One number an element; read for the gradient of the input only.</summary>
    public required Memory<float> Scale { get; init; }

    /// <summary>Gradient of the result, empty where there is none.</summary>
    public required Memory<float> OutputGradient { get; init; }

    /// <summary>Gradient of the mean of each row, empty where there is none.</summary>
    public required Memory<float> MeanGradient { get; init; }

    /// <summary>Gradient of the inverse deviation of each row, empty where there is none.</summary>
    public required Memory<float> DeviationGradient { get; init; }

    /// <summary>Empty where it is not wanted.</summary>
    public required Memory<float> InputGradient { get; init; }

    /// <summary>For each part the gradient of the scale and that of the shift; empty where they are not wanted.</summary>
    public required Memory<float> Sums { get; init; }

    public void Execute(int index)
    {
        Span<float> sums = Sums.IsEmpty ? default : Sums.Span.Slice(2 * Length * index, 2 * Length);
        sums.Clear();
        int end = Math.Min(Rows, (index + 1) * RowsOfPart);
        for (int row = index * RowsOfPart; row < end; row++)
        {
            ReadOnlySpan<float> input = Input.Span.Slice(row * Length, Length);
            ReadOnlySpan<float> gradient = OutputGradient.IsEmpty ? default : OutputGradient.Span.Slice(row * Length, Length);
            (float mean, float inverse) = Statistics(input);
            if (!sums.IsEmpty && !gradient.IsEmpty)
            {
                AddSums(input, gradient, mean, inverse, sums[..Length], sums[Length..]);
            }

            if (!InputGradient.IsEmpty)
            {
                FillInputGradient(row, input, gradient, mean, inverse, InputGradient.Span.Slice(row * Length, Length));
            }
        }
    }

    private (float Mean, float Inverse) Statistics(ReadOnlySpan<float> input)
    {
        Vector<double> sums = Vector<double>.Zero;
        int last = input.Length - (input.Length % Vector<float>.Count);
        for (int column = 0; column < last; column += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(input[column..]), out Vector<double> low, out Vector<double> high);
            sums += low + high;
        }

        double sum = Vector.Sum(sums);
        foreach (float value in input[last..])
        {
            sum += value;
        }

        double mean = sum / Length;
        Vector<double> means = new(mean);
        Vector<double> squares = Vector<double>.Zero;
        for (int column = 0; column < last; column += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(input[column..]), out Vector<double> low, out Vector<double> high);
            squares += ((low - means) * (low - means)) + ((high - means) * (high - means));
        }

        double square = Vector.Sum(squares);
        foreach (float value in input[last..])
        {
            square += (value - mean) * (value - mean);
        }

        return ((float)mean, (float)(1 / Math.Sqrt((square / Length) + Epsilon)));
    }

    private static void AddSums(ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, float mean, float inverse, Span<float> scale, Span<float> shift)
    {
        Vector<float> means = new(mean);
        int last = input.Length - (input.Length % Vector<float>.Count);
        for (int column = 0; column < last; column += Vector<float>.Count)
        {
            Vector<float> given = new(gradient[column..]);
            Vector<float> normalized = (new Vector<float>(input[column..]) - means) * inverse;
            (new Vector<float>(scale[column..]) + (given * normalized)).CopyTo(scale[column..]);
            (new Vector<float>(shift[column..]) + given).CopyTo(shift[column..]);
        }

        for (int column = last; column < input.Length; column++)
        {
            scale[column] += gradient[column] * ((input[column] - mean) * inverse);
            shift[column] += gradient[column];
        }
    }

    private void FillInputGradient(int row, ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, float mean, float inverse, Span<float> target)
    {
        ReadOnlySpan<float> scale = Scale.Span;
        (double sum, double product) = gradient.IsEmpty ? (0, 0) : RowSums(input, gradient, scale, mean, inverse);
        double ofMean = MeanGradient.IsEmpty ? 0 : MeanGradient.Span[row];
        double ofDeviation = DeviationGradient.IsEmpty ? 0 : DeviationGradient.Span[row];
        float constant = (float)((ofMean - (inverse * sum)) / Length);
        float slope = (float)(-inverse * (product + (ofDeviation * inverse)) / Length);
        Vector<float> means = new(mean);
        Vector<float> constants = new(constant);
        int last = gradient.Length - (gradient.Length % Vector<float>.Count);
        for (int column = 0; column < last; column += Vector<float>.Count)
        {
            Vector<float> normalized = (new Vector<float>(input[column..]) - means) * inverse;
            Vector<float> scaled = new Vector<float>(gradient[column..]) * new Vector<float>(scale[column..]);
            ((scaled * inverse) + constants + (normalized * slope)).CopyTo(target[column..]);
        }

        for (int column = last; column < target.Length; column++)
        {
            float direct = gradient.IsEmpty ? 0 : gradient[column] * scale[column] * inverse;
            target[column] = direct + constant + ((input[column] - mean) * inverse * slope);
        }
    }

    // Of g, and of g times the normalised input.
    private static (double Sum, double Product) RowSums(ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, ReadOnlySpan<float> scale, float mean, float inverse)
    {
        Vector<double> sums = Vector<double>.Zero;
        Vector<double> products = Vector<double>.Zero;
        Vector<float> means = new(mean);
        int last = input.Length - (input.Length % Vector<float>.Count);
        for (int column = 0; column < last; column += Vector<float>.Count)
        {
            Vector<float> scaled = new Vector<float>(gradient[column..]) * new Vector<float>(scale[column..]);
            Vector.Widen(scaled, out Vector<double> low, out Vector<double> high);
            sums += low + high;
            Vector.Widen(scaled * ((new Vector<float>(input[column..]) - means) * inverse), out low, out high);
            products += low + high;
        }

        double sum = Vector.Sum(sums);
        double product = Vector.Sum(products);
        for (int column = last; column < input.Length; column++)
        {
            float scaled = gradient[column] * scale[column];
            sum += scaled;
            product += scaled * ((input[column] - mean) * inverse);
        }

        return (sum, product);
    }
}
