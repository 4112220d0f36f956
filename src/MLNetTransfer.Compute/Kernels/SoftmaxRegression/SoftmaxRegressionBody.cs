using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.SoftmaxRegression;

/// <summary>
/// Some rows a part, four at a time: the two products take two classes at a time, which with four rows fills eight sums. Where fewer than four rows are left, the first
/// stands in for those that are not there, with a slope of 0.
/// </summary>
internal readonly unsafe struct SoftmaxRegressionBody(
    int rows, int rowsOfPart, int features, int classes, float* input, int* labels, float* rowWeights, float* weights, float* bias, float* gradients, double* sums) : IParallelBody
{
    private const int Height = 4;

    /// <summary>Numbers that a part gives beside the gradient of the weights: loss, correct rows, gradient of the bias.</summary>
    public static int SumsOf(int classes) => 2 + classes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        float* gradient = gradients + ((nint)index * classes * features);
        new Span<float>(gradient, classes * features).Clear();
        double* total = sums + ((nint)index * SumsOf(classes));
        new Span<double>(total, SumsOf(classes)).Clear();
        int end = (int)Math.Min(rows, ((long)index + 1) * rowsOfPart);
        float* slopes = stackalloc float[Height * SoftmaxRegressionKernel.MaximumClasses];
        for (int row = index * rowsOfPart; row < end; row += Height)
        {
            int count = Math.Min(Height, end - row);
            float* first = input + ((nint)row * features);
            Quad quad = new(first, count > 1 ? first + features : first, count > 2 ? first + (2 * (nint)features) : first, count > 3 ? first + (3 * (nint)features) : first);
            int label = 0;
            for (; label + 1 < classes; label += 2)
            {
                Logits(quad, label, slopes);
            }

            if (label < classes)
            {
                LastLogits(quad, label, slopes);
            }

            for (int place = 0; place < Height; place++)
            {
                if (place < count)
                {
                    Slopes(slopes + (place * classes), row + place, total);
                }
                else
                {
                    new Span<float>(slopes + (place * classes), classes).Clear();
                }
            }

            for (label = 0; label + 1 < classes; label += 2)
            {
                AddGradients(quad, label, slopes, gradient);
            }

            if (label < classes)
            {
                AddLastGradient(quad, label, slopes, gradient);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Logits(Quad quad, int label, float* logits)
    {
        float* left = weights + ((nint)label * features);
        float* right = left + features;
        Vector<float> left0 = Vector<float>.Zero, left1 = left0, left2 = left0, left3 = left0;
        Vector<float> right0 = left0, right1 = left0, right2 = left0, right3 = left0;
        nint width = Vector<float>.Count;
        nint column = 0;
        for (; column <= features - width; column += width)
        {
            Vector<float> first = Vector.Load(left + column);
            Vector<float> second = Vector.Load(right + column);
            Vector<float> value = Vector.Load(quad.Row0 + column);
            left0 = Vector.FusedMultiplyAdd(value, first, left0);
            right0 = Vector.FusedMultiplyAdd(value, second, right0);
            value = Vector.Load(quad.Row1 + column);
            left1 = Vector.FusedMultiplyAdd(value, first, left1);
            right1 = Vector.FusedMultiplyAdd(value, second, right1);
            value = Vector.Load(quad.Row2 + column);
            left2 = Vector.FusedMultiplyAdd(value, first, left2);
            right2 = Vector.FusedMultiplyAdd(value, second, right2);
            value = Vector.Load(quad.Row3 + column);
            left3 = Vector.FusedMultiplyAdd(value, first, left3);
            right3 = Vector.FusedMultiplyAdd(value, second, right3);
        }

        Store(quad.Row0, column, label, left, Vector.Sum(left0), logits);
        Store(quad.Row1, column, label, left, Vector.Sum(left1), logits + classes);
        Store(quad.Row2, column, label, left, Vector.Sum(left2), logits + (2 * classes));
        Store(quad.Row3, column, label, left, Vector.Sum(left3), logits + (3 * classes));
        Store(quad.Row0, column, label + 1, right, Vector.Sum(right0), logits);
        Store(quad.Row1, column, label + 1, right, Vector.Sum(right1), logits + classes);
        Store(quad.Row2, column, label + 1, right, Vector.Sum(right2), logits + (2 * classes));
        Store(quad.Row3, column, label + 1, right, Vector.Sum(right3), logits + (3 * classes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LastLogits(Quad quad, int label, float* logits)
    {
        float* matrix = weights + ((nint)label * features);
        Vector<float> sum0 = Vector<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        nint width = Vector<float>.Count;
        nint column = 0;
        for (; column <= features - width; column += width)
        {
            Vector<float> factor = Vector.Load(matrix + column);
            sum0 = Vector.FusedMultiplyAdd(Vector.Load(quad.Row0 + column), factor, sum0);
            sum1 = Vector.FusedMultiplyAdd(Vector.Load(quad.Row1 + column), factor, sum1);
            sum2 = Vector.FusedMultiplyAdd(Vector.Load(quad.Row2 + column), factor, sum2);
            sum3 = Vector.FusedMultiplyAdd(Vector.Load(quad.Row3 + column), factor, sum3);
        }

        Store(quad.Row0, column, label, matrix, Vector.Sum(sum0), logits);
        Store(quad.Row1, column, label, matrix, Vector.Sum(sum1), logits + classes);
        Store(quad.Row2, column, label, matrix, Vector.Sum(sum2), logits + (2 * classes));
        Store(quad.Row3, column, label, matrix, Vector.Sum(sum3), logits + (3 * classes));
    }

    // The rest of the features one by one, and the bias.
    private void Store(float* row, nint column, int label, float* matrix, float sum, float* logits)
    {
        for (; column < features; column++)
        {
            sum = MathF.FusedMultiplyAdd(row[column], matrix[column], sum);
        }

        logits[label] = sum + bias[label];
    }

    // The logits of a row become the slopes of the loss over them.
    private void Slopes(float* logits, int row, double* total)
    {
        int largest = 0;
        for (int label = 1; label < classes; label++)
        {
            largest = logits[label] > logits[largest] ? label : largest;
        }

        double* powers = stackalloc double[SoftmaxRegressionKernel.MaximumClasses];
        double sum = 0;
        for (int label = 0; label < classes; label++)
        {
            powers[label] = Math.Exp((double)logits[label] - logits[largest]);
            sum += powers[label];
        }

        int target = labels[row];
        double count = rowWeights[row];
        total[0] += count * (logits[largest] + Math.Log(sum) - logits[target]);
        total[1] += largest == target ? 1 : 0;
        for (int label = 0; label < classes; label++)
        {
            double slope = count * ((powers[label] / sum) - (label == target ? 1 : 0));
            total[2 + label] += slope;
            logits[label] = (float)slope;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddGradients(Quad quad, int label, float* slopes, float* gradient)
    {
        float* left = gradient + ((nint)label * features);
        float* right = left + features;
        float* slope = slopes + label;
        Vector<float> left0 = new(slope[0]), right0 = new(slope[1]);
        Vector<float> left1 = new(slope[classes]), right1 = new(slope[classes + 1]);
        Vector<float> left2 = new(slope[2 * classes]), right2 = new(slope[(2 * classes) + 1]);
        Vector<float> left3 = new(slope[3 * classes]), right3 = new(slope[(3 * classes) + 1]);
        nint width = Vector<float>.Count;
        nint column = 0;
        for (; column <= features - width; column += width)
        {
            Vector<float> value = Vector.Load(quad.Row0 + column);
            Vector<float> first = Vector.FusedMultiplyAdd(value, left0, Vector.Load(left + column));
            Vector<float> second = Vector.FusedMultiplyAdd(value, right0, Vector.Load(right + column));
            value = Vector.Load(quad.Row1 + column);
            first = Vector.FusedMultiplyAdd(value, left1, first);
            second = Vector.FusedMultiplyAdd(value, right1, second);
            value = Vector.Load(quad.Row2 + column);
            first = Vector.FusedMultiplyAdd(value, left2, first);
            second = Vector.FusedMultiplyAdd(value, right2, second);
            value = Vector.Load(quad.Row3 + column);
            Vector.FusedMultiplyAdd(value, left3, first).Store(left + column);
            Vector.FusedMultiplyAdd(value, right3, second).Store(right + column);
        }

        AddRest(quad, column, slope, left);
        AddRest(quad, column, slope + 1, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLastGradient(Quad quad, int label, float* slopes, float* gradient)
    {
        float* target = gradient + ((nint)label * features);
        float* slope = slopes + label;
        Vector<float> slope0 = new(slope[0]), slope1 = new(slope[classes]), slope2 = new(slope[2 * classes]), slope3 = new(slope[3 * classes]);
        nint width = Vector<float>.Count;
        nint column = 0;
        for (; column <= features - width; column += width)
        {
            Vector<float> sum = Vector.FusedMultiplyAdd(Vector.Load(quad.Row0 + column), slope0, Vector.Load(target + column));
            sum = Vector.FusedMultiplyAdd(Vector.Load(quad.Row1 + column), slope1, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(quad.Row2 + column), slope2, sum);
            Vector.FusedMultiplyAdd(Vector.Load(quad.Row3 + column), slope3, sum).Store(target + column);
        }

        AddRest(quad, column, slope, target);
    }

    private void AddRest(Quad quad, nint column, float* slope, float* target)
    {
        for (; column < features; column++)
        {
            float sum = MathF.FusedMultiplyAdd(quad.Row0[column], slope[0], target[column]);
            sum = MathF.FusedMultiplyAdd(quad.Row1[column], slope[classes], sum);
            sum = MathF.FusedMultiplyAdd(quad.Row2[column], slope[2 * classes], sum);
            target[column] = MathF.FusedMultiplyAdd(quad.Row3[column], slope[3 * classes], sum);
        }
    }

    private readonly struct Quad(float* row0, float* row1, float* row2, float* row3)
    {
        public readonly float* Row0 = row0;
        public readonly float* Row1 = row1;
        public readonly float* Row2 = row2;
        public readonly float* Row3 = row3;
    }
}
