using System.Buffers;
using System.Numerics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.SoftmaxRegression;

/// <summary>
/// Loss and gradient of a softmax regression on few classes, in one pass over the features: four rows at a time go through both products while they are in the nearest cache,
/// where products of whole matrices would read the features twice and fill a fraction of their tiles.
/// </summary>
public static class SoftmaxRegressionKernel
{
    /// <summary>Most classes; for more, the tiles of a matrix product are full.</summary>
    public const int MaximumClasses = 16;

    // A part has work for some ten microseconds, and sums so few rows in float that rounding stays far below that of the products.
    private const int LeastRowsOfPart = 96;
    private const int MaximumParts = 16;

    /// <summary>
    /// Evaluates. z = input weights' + bias; loss = sum over rows of rowWeight (ln(sum of e^z) - z[label]). The same bits for any number of threads.
    /// </summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="classes">1 to <see cref="MaximumClasses"/>.</param>
    /// <param name="input">[rows, features].</param>
    /// <param name="labels">[rows], each 0 to below <paramref name="classes"/>.</param>
    /// <param name="rowWeights">[rows], how much each row counts.</param>
    /// <param name="weights">[classes, features].</param>
    /// <param name="bias">[classes].</param>
    /// <param name="weightGradient">[classes, features], added to.</param>
    /// <param name="biasGradient">[classes], added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <returns>The loss, and the number of rows whose label has the (first) largest z.</returns>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together, or a label is out of range.</exception>
    public static unsafe (double Loss, int Correct) Evaluate(
        int rows,
        int features,
        int classes,
        ReadOnlySpan<float> input,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<float> rowWeights,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        Span<double> weightGradient,
        Span<double> biasGradient,
        WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, MaximumClasses);
        KernelArguments.CheckLength(input.Length, checked(rows * features));
        KernelArguments.CheckLength(labels.Length, rows);
        KernelArguments.CheckLength(rowWeights.Length, rows);
        KernelArguments.CheckLength(weights.Length, checked(classes * features));
        KernelArguments.CheckLength(bias.Length, classes);
        KernelArguments.CheckLength(weightGradient.Length, classes * features);
        KernelArguments.CheckLength(biasGradient.Length, classes);
        ArgumentNullException.ThrowIfNull(pool);
        if (labels[..rows].ContainsAnyExceptInRange(0, classes - 1))
        {
            throw new ArgumentException($"A label is not in 0 to {classes - 1}.", nameof(labels));
        }

        if (KernelSelection.Level == KernelLevel.Reference)
        {
            return SoftmaxRegressionReference.Evaluate(rows, features, classes, input, labels, rowWeights, weights, bias, weightGradient, biasGradient);
        }

        int rowsOfPart = Math.Max(LeastRowsOfPart, (rows + MaximumParts - 1) / MaximumParts);
        int parts = (rows + rowsOfPart - 1) / rowsOfPart;
        int length = classes * features;
        float[] partials = ArrayPool<float>.Shared.Rent(checked(parts * length));
        double[] sums = ArrayPool<double>.Shared.Rent(parts * SoftmaxRegressionBody.SumsOf(classes));
        fixed (float* source = input, counts = rowWeights, matrix = weights, offset = bias, gradients = partials)
        fixed (int* targets = labels)
        fixed (double* totals = sums)
        {
            pool.Run(parts, new SoftmaxRegressionBody(rows, rowsOfPart, features, classes, source, targets, counts, matrix, offset, gradients, totals));
        }

        double loss = 0;
        double correct = 0;
        for (int part = 0; part < parts; part++)
        {
            Add(partials.AsSpan(part * length, length), weightGradient[..length]);
            ReadOnlySpan<double> ofPart = sums.AsSpan(part * SoftmaxRegressionBody.SumsOf(classes), SoftmaxRegressionBody.SumsOf(classes));
            loss += ofPart[0];
            correct += ofPart[1];
            for (int label = 0; label < classes; label++)
            {
                biasGradient[label] += ofPart[2 + label];
            }
        }

        ArrayPool<float>.Shared.Return(partials);
        ArrayPool<double>.Shared.Return(sums);
        return (loss, (int)correct);
    }

    private static void Add(ReadOnlySpan<float> part, Span<double> total)
    {
        int index = 0;
        int width = Vector<double>.Count;
        for (; index <= part.Length - (2 * width); index += 2 * width)
        {
            Vector.Widen(new Vector<float>(part[index..]), out Vector<double> low, out Vector<double> high);
            (new Vector<double>(total[index..]) + low).CopyTo(total[index..]);
            (new Vector<double>(total[(index + width)..]) + high).CopyTo(total[(index + width)..]);
        }

        for (; index < part.Length; index++)
        {
            total[index] += part[index];
        }
    }
}
