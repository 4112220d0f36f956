using System.Text.Json;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Tests.Training.Losses;

public sealed class SoftmaxCrossEntropyLossTests
{
    private const int Rows = 6;
    private const int Classes = 5;
    private static readonly double[] Weights = [0.5, 1, 2, 0.25, 3];
    private static readonly int[] RowLabels = [0, 2, 4, 1, 3, 0];

    public static TheoryData<string, double, bool, bool> Cases => new()
    {
        { "plain", 0, false, false },
        { "smoothed", 0.1, false, false },
        { "weighted", 0, true, false },
        { "smoothed-weighted", 0.2, true, false },
        { "soft", 0, false, true },
        { "soft-smoothed-weighted", 0.1, true, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_AndGradient_ArePyTorchs(string name, double smoothing, bool weighted, bool soft)
    {
        (float[] logits, float[] probabilities) = Problem();
        SoftmaxCrossEntropyLoss loss = new(Classes, weighted ? Weights : null, smoothing);
        float[] gradient = new float[logits.Length];

        BatchLoss found = soft ? loss.Probabilities(logits, probabilities, gradient) : loss.Labels(logits, RowLabels, gradient);

        JsonElement expected = TrainingReferences.Read("losses").GetProperty(name);

        // Double throughout; the probabilities are the same floats up to one rounding, the gradient is rounded to float.
        Assert.Equal(expected.GetProperty("loss").GetDouble(), found.Mean, 1e-6);
        Assert.All(expected.GetProperty("gradient").Numbers().Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-7));

        float[] inPlace = [.. logits];
        BatchLoss again = soft ? loss.Probabilities(inPlace, probabilities, inPlace) : loss.Labels(inPlace, RowLabels, inPlace);
        Assert.Equal(found, again);
        Assert.Equal(gradient, inPlace);
        Assert.Equal(found, soft ? loss.Probabilities(logits, probabilities, []) : loss.Labels(logits, RowLabels, []));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_FiniteDifferences_AreTheSame(bool soft)
    {
        (float[] logits, float[] probabilities) = Problem();
        float[] rowWeights = [1, 0.5f, 2, 0, 1.5f, 1];
        SoftmaxCrossEntropyLoss loss = new(Classes, Weights, 0.1);
        float[] gradient = new float[logits.Length];
        Loss(gradient);
        for (int index = 0; index < logits.Length; index++)
        {
            // Multiples of 2^-23 times 8 are moved by 2^-7 without rounding.
            float kept = logits[index];
            logits[index] = kept + 0.0078125f;
            double above = Loss([]);
            logits[index] = kept - 0.0078125f;
            double below = Loss([]);
            logits[index] = kept;

            // The third derivative of the loss of a row is below 0.1 x its weight of at most 1, so the error is below 0.1 x 2^-14 / 6.
            Assert.Equal((above - below) / 0.015625, gradient[index], 2e-6);
        }

        double Loss(Span<float> target) =>
            (soft ? loss.Probabilities(logits, probabilities, target, 0, rowWeights) : loss.Labels(logits, RowLabels, target, 0, rowWeights)).Mean;
    }

    [Fact]
    public void Labels_PartsWithTheWeightOfTheWhole_AddUpToIt()
    {
        (float[] logits, _) = Problem();
        SoftmaxCrossEntropyLoss loss = new(Classes, Weights, 0.1);
        float[] whole = new float[logits.Length];
        BatchLoss all = loss.Labels(logits, RowLabels, whole);
        float[] parts = new float[logits.Length];
        double weight = loss.WeightOf(RowLabels);
        const int Cut = 2 * Classes;

        BatchLoss sum = loss.Labels(logits.AsSpan(0, Cut), RowLabels.AsSpan(0, 2), parts.AsSpan(0, Cut), weight)
            + loss.Labels(logits.AsSpan(Cut), RowLabels.AsSpan(2), parts.AsSpan(Cut), weight);

        Assert.Equal(whole, parts);
        Assert.Equal(all.Mean, sum.Mean, 1e-14);
        Assert.Equal(all.Correct, sum.Correct);
        Assert.Equal(Rows, sum.Count);
    }

    [Fact]
    public void Labels_HugeLogits_StayFinite()
    {
        float[] gradient = new float[6];
        BatchLoss loss = new SoftmaxCrossEntropyLoss(3).Labels([3e38f, -3e38f, 0, 1000, 999, -1000], [0, 1], gradient);
        Assert.Equal((Math.Log(1 + Math.Exp(-1)) + 1) / 2, loss.Mean, 1e-12);
        Assert.Equal(1, loss.Correct);
        Assert.Equal(0.5, loss.Accuracy);
        Assert.All(gradient, slope => Assert.True(float.IsFinite(slope)));
        Assert.Equal([0, 0, 0], gradient[..3]);
    }

    [Fact]
    public void Labels_LogitsNotANumber_GiveALossNotANumber() =>
        Assert.True(double.IsNaN(new SoftmaxCrossEntropyLoss(2).Labels([float.NaN, 1], [1], []).Mean));

    [Fact]
    public void Labels_RowsWithoutWeight_HaveNoGradient()
    {
        float[] gradient = new float[4];
        BatchLoss loss = new SoftmaxCrossEntropyLoss(2, [0, 1]).Labels([1, 2, 3, 4], [0, 0], gradient);
        Assert.Equal(0, loss.Mean);
        Assert.Equal(new float[4], gradient);
    }

    [Fact]
    public void Labels_InputThatDoesNotFit_IsRefused()
    {
        SoftmaxCrossEntropyLoss loss = new(2);
        Assert.Contains("label 2", Assert.Throws<ArgumentException>(() => loss.Labels(new float[2], [2], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => loss.Labels(new float[2], [-1], []));
        Assert.Throws<ArgumentException>(() => loss.Labels(new float[3], [1], []));
        Assert.Throws<ArgumentException>(() => loss.Labels(new float[2], [1], new float[1]));
        Assert.Throws<ArgumentException>(() => loss.Labels(new float[2], [1], [], 0, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.Labels(new float[2], [1], [], double.NaN));
        Assert.Throws<ArgumentException>(() => loss.Probabilities(new float[2], new float[3], []));
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropyLoss(2, [1]));
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropyLoss(2, [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropyLoss(2, null, 1));
    }

    private static (float[] Logits, float[] Probabilities) Problem()
    {
        PortableRandom random = new(5);
        float[] logits = Array.ConvertAll(random.NextSigned(Rows * Classes), value => 8 * value);
        double[] raw = Array.ConvertAll(random.NextSigned(Rows * Classes), value => value + 1.0);
        float[] probabilities = new float[raw.Length];
        for (int index = 0; index < raw.Length; index++)
        {
            int start = index / Classes * Classes;
            probabilities[index] = (float)(raw[index] / raw.AsSpan(start, Classes).ToArray().Sum());
        }

        return (logits, probabilities);
    }
}
