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
            (double mean, double inverse) = Statistics(input);
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

    private (double Mean, double Inverse) Statistics(ReadOnlySpan<float> input)
    {
        double sum = 0;
        foreach (float value in input)
        {
            sum += value;
        }

        double mean = sum / Length;
        double squares = 0;
        foreach (float value in input)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, 1 / Math.Sqrt((squares / Length) + Epsilon));
    }

    private static void AddSums(ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, double mean, double inverse, Span<float> scale, Span<float> shift)
    {
        for (int column = 0; column < input.Length; column++)
        {
            scale[column] += (float)(gradient[column] * (input[column] - mean) * inverse);
            shift[column] += gradient[column];
        }
    }

    private void FillInputGradient(int row, ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, double mean, double inverse, Span<float> target)
    {
        ReadOnlySpan<float> scale = Scale.Span;
        double sum = 0;
        double product = 0;
        for (int column = 0; column < gradient.Length; column++)
        {
            double scaled = (double)gradient[column] * scale[column];
            sum += scaled;
            product += scaled * (input[column] - mean) * inverse;
        }

        double ofMean = MeanGradient.IsEmpty ? 0 : MeanGradient.Span[row];
        double ofDeviation = DeviationGradient.IsEmpty ? 0 : DeviationGradient.Span[row];
        double constant = (ofMean - (inverse * sum)) / Length;
        double slope = -inverse * (product + (ofDeviation * inverse)) / Length;
        for (int column = 0; column < target.Length; column++)
        {
            double direct = gradient.IsEmpty ? 0 : inverse * gradient[column] * scale[column];
            target[column] = (float)(direct + constant + (slope * (input[column] - mean) * inverse));
        }
    }
}
