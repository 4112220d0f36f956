using System.Globalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training.Losses;

/// <summary>
/// Softmax and cross-entropy in one, as torch.nn.CrossEntropyLoss defines it with its class weights w and label smoothing s. With targets t (a one where
/// the label is, or given probabilities; smoothed to (1 - s) t + s / classes) the loss of a row of logits z is -sum over c of w[c] t[c] log softmax(z)[c]. Computed in double,
/// the largest logit taken off first, so that nothing overflows. Rows are summed from first to last.
/// </summary>
public sealed class SoftmaxCrossEntropyLoss : ITrainingLoss
{
    private readonly double[] _classWeights;
    private readonly double _smoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="classCount">Number of classes, at least 1.</param>
    /// <param name="classWeights">How much each class counts, finite and from 0; null for 1 each.</param>
    /// <param name="labelSmoothing">Share of each target that is spread over all classes (Szegedy et al., "Rethinking the Inception Architecture", 2016); from 0 to below 1.</param>
    /// <exception cref="ArgumentException">A value is out of range, or the weights are not one a class.</exception>
    public SoftmaxCrossEntropyLoss(int classCount, IReadOnlyList<double>? classWeights = null, double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        OptionChecks.Require(labelSmoothing is >= 0 and < 1, nameof(labelSmoothing), labelSmoothing, "a number from 0 to below 1");
        _classWeights = classWeights is null ? [.. Enumerable.Repeat(1.0, classCount)] : [.. classWeights];
        _smoothing = labelSmoothing;
        if (_classWeights.Length != classCount || _classWeights.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"There are {_classWeights.Length} class weights; expected are {classCount}, finite and from 0."), nameof(classWeights));
        }
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _classWeights.Length;

    /// <inheritdoc/>
    public bool HasClasses => true;

    /// <inheritdoc/>
    public double Guess => Math.Log(Math.Max(ClassCount, 2));

    /// <inheritdoc/>
    public double WeightOf(StepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Targets is null ? WeightOf(batch.Labels.Span) : batch.Count;
    }

    /// <inheritdoc/>
    public BatchLoss Evaluate(ReadOnlySpan<float> outputs, StepBatch batch, Span<float> gradient, double divisor)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Targets is Tensor<float> targets
            ? Probabilities(outputs, targets.Span, gradient, divisor)
            : Labels(outputs, batch.Labels.Span, gradient, divisor);
    }

    /// <summary>The weight that a batch of labels has, by which its loss is divided.</summary>
    /// <param name="labels">Class of each row.</param>
    /// <param name="rowWeights">How much each row counts; empty for 1 each.</param>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public double WeightOf(ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights = default)
    {
        CheckRowWeights(labels.Length, rowWeights);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            CheckLabel(row, labels[row]);
            sum += WeightOf(row, rowWeights) * _classWeights[labels[row]];
        }

        return sum;
    }

    /// <summary>Loss against labels; a row weighs its class weight times its row weight.</summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="gradient">[rows, classes]: overwritten with the derivative of sum of losses / divisor; may be the memory of the logits; empty when not wanted.</param>
    /// <param name="divisor">What the gradient is divided by; 0 for the weight of this batch. Parts of a larger batch are given <see cref="WeightOf(ReadOnlySpan{int}, ReadOnlySpan{float})"/> of the whole.</param>
    /// <param name="rowWeights">How much each row counts, from 0; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is no class.</exception>
    public BatchLoss Labels(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> gradient, double divisor = 0, ReadOnlySpan<float> rowWeights = default)
    {
        CheckLengths(logits, labels.Length, gradient);
        double weight = WeightOf(labels, rowWeights);
        double scale = ScaleOf(divisor, weight);
        double[] targets = new double[ClassCount];
        double sum = 0;
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            for (int index = 0; index < targets.Length; index++)
            {
                targets[index] = _classWeights[index] * _smoothing / targets.Length;
            }

            targets[labels[row]] += _classWeights[labels[row]] * (1 - _smoothing);
            ReadOnlySpan<float> values = logits.Slice(row * ClassCount, ClassCount);
            correct += SoftmaxCrossEntropy.IndexOfLargest(values) == labels[row] ? 1 : 0;
            sum += Row(values, targets, WeightOf(row, rowWeights), scale, GradientOf(row, gradient));
        }

        return new BatchLoss(sum, weight, correct, labels.Length);
    }

    /// <summary>Loss against probabilities (mixed pictures); a row weighs its row weight, and each class in it counts by its class weight.</summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="probabilities">[rows, classes], each row adding up to 1.</param>
    /// <param name="gradient">[rows, classes]: overwritten with the derivative of sum of losses / divisor; may be the memory of the logits; empty when not wanted.</param>
    /// <param name="divisor">What the gradient is divided by; 0 for the weight of this batch.</param>
    /// <param name="rowWeights">How much each row counts, from 0; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public BatchLoss Probabilities(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, Span<float> gradient, double divisor = 0, ReadOnlySpan<float> rowWeights = default)
    {
        int rows = probabilities.Length / ClassCount;
        CheckLength(probabilities.Length, rows * ClassCount, nameof(probabilities));
        CheckLengths(logits, rows, gradient);
        CheckRowWeights(rows, rowWeights);
        double weight = 0;
        for (int row = 0; row < rows; row++)
        {
            weight += WeightOf(row, rowWeights);
        }

        double scale = ScaleOf(divisor, weight);
        double[] targets = new double[ClassCount];
        double sum = 0;
        int correct = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> wanted = probabilities.Slice(row * ClassCount, ClassCount);
            for (int index = 0; index < targets.Length; index++)
            {
                targets[index] = _classWeights[index] * (((1 - _smoothing) * wanted[index]) + (_smoothing / targets.Length));
            }

            ReadOnlySpan<float> values = logits.Slice(row * ClassCount, ClassCount);
            correct += SoftmaxCrossEntropy.IndexOfLargest(values) == SoftmaxCrossEntropy.IndexOfLargest(wanted) ? 1 : 0;
            sum += Row(values, targets, WeightOf(row, rowWeights), scale, GradientOf(row, gradient));
        }

        return new BatchLoss(sum, weight, correct, rows);
    }

    // With weighted targets a and their sum A, the loss is A log(sum exp z) - sum a z and its derivative A softmax(z) - a.
    private static double Row(ReadOnlySpan<float> logits, ReadOnlySpan<double> targets, double weight, double scale, Span<float> gradient)
    {
        double largest = logits[SoftmaxCrossEntropy.IndexOfLargest(logits)];
        double exponentials = 0;
        foreach (float logit in logits)
        {
            exponentials += Math.Exp(logit - largest);
        }

        double logarithm = Math.Log(exponentials);
        double total = 0;
        double loss = 0;
        for (int index = 0; index < targets.Length; index++)
        {
            total += targets[index];
            if (targets[index] != 0)
            {
                loss += targets[index] * (logarithm - (logits[index] - largest));
            }
        }

        for (int index = 0; index < gradient.Length; index++)
        {
            double probability = Math.Exp(logits[index] - largest - logarithm);
            gradient[index] = (float)(weight * scale * ((total * probability) - targets[index]));
        }

        return weight * loss;
    }

    private static double WeightOf(int row, ReadOnlySpan<float> rowWeights) => rowWeights.IsEmpty ? 1 : rowWeights[row];

    // A batch whose rows all weigh nothing has no gradient.
    private static double ScaleOf(double divisor, double weight)
    {
        OptionChecks.Require(divisor >= 0 && double.IsFinite(divisor), nameof(divisor), divisor, "a finite number from 0");
        return divisor > 0 ? 1 / divisor : weight > 0 ? 1 / weight : 0;
    }

    private static void CheckRowWeights(int rows, ReadOnlySpan<float> rowWeights)
    {
        if (!rowWeights.IsEmpty)
        {
            CheckLength(rowWeights.Length, rows, nameof(rowWeights));
        }
    }

    private static void CheckLength(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There are {found} numbers, expected are {expected}."), name);
        }
    }

    private Span<float> GradientOf(int row, Span<float> gradient) => gradient.IsEmpty ? gradient : gradient.Slice(row * ClassCount, ClassCount);

    private void CheckLengths(ReadOnlySpan<float> logits, int rows, Span<float> gradient)
    {
        CheckLength(logits.Length, rows * ClassCount, nameof(logits));
        if (!gradient.IsEmpty)
        {
            CheckLength(gradient.Length, logits.Length, nameof(gradient));
        }
    }

    private void CheckLabel(int row, int label)
    {
        if ((uint)label >= (uint)ClassCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Row {row} has label {label}, expected is 0 to {ClassCount - 1}."), nameof(label));
        }
    }
}
