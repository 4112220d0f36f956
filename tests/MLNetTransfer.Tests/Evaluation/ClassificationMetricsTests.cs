using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void Compute_SixPictures_GivesTheNumbersWorkedOutByHand()
    {
        int[] labels = [0, 0, 0, 1, 1, 2];
        float[] probabilities =
        [
            0.75f, 0.25f, 0,
            0.5f, 0.25f, 0.25f,
            0.25f, 0.5f, 0.25f,
            0.25f, 0.75f, 0,
            0.5f, 0.5f, 0,
            0.5f, 0.25f, 0.25f,
        ];

        ClassificationMetrics metrics = ClassificationMetrics.Compute(labels, probabilities, ["a", "b", "c"]);

        Assert.Equal(6, metrics.Images);
        Assert.Equal(3.0 / 6, metrics.Accuracy, 1e-15);
        Assert.Equal(ConfidenceInterval.Wilson(3, 6), metrics.AccuracyInterval);
        Assert.Equal(1, metrics.Top5);
        Assert.Equal([[2, 1, 0], [1, 1, 0], [1, 0, 0]], metrics.Confusion);
        Assert.Equal(new ClassMetrics("a", 0.5, 2.0 / 3, 4.0 / 7, 3), metrics.Classes[0]);
        Assert.Equal(new ClassMetrics("b", 0.5, 0.5, 0.5, 2), metrics.Classes[1]);
        Assert.Equal(new ClassMetrics("c", 0, 0, 0, 1), metrics.Classes[2]);
        Assert.Equal((0.5 + 0.5) / 3, metrics.MacroPrecision, 1e-15);
        Assert.Equal(((2.0 / 3) + 0.5) / 3, metrics.MacroRecall, 1e-15);
        Assert.Equal(((4.0 / 7) + 0.5) / 3, metrics.MacroF1, 1e-15);
        double[] own = [0.75, 0.5, 0.25, 0.75, 0.5, 0.25];
        Assert.Equal(-own.Sum(Math.Log) / 6, metrics.LogLoss, 1e-15);
    }

    [Fact]
    public void Compute_RandomPredictions_AgreesWithDefinitionsByCounting()
    {
        const int Rows = 500;
        const int Columns = 9;
        DeterministicRandom random = new(11);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt32(Columns))];
        float[][] rows = [.. labels.Select(_ => Normalised(random, Columns))];

        ClassificationMetrics metrics = ClassificationMetrics.Compute(labels, rows.SelectMany(row => row).ToArray(), [.. Enumerable.Range(0, Columns).Select(index => $"{index}")]);

        int[] predicted = [.. rows.Select(row => Array.IndexOf(row, row.Max()))];
        int inTop = labels.Zip(rows).Count(pair => pair.Second.Select((value, index) => (value, index)).OrderByDescending(item => item.value).Take(5).Any(item => item.index == pair.First));
        Assert.Equal(labels.Zip(predicted).Count(pair => pair.First == pair.Second) / (double)Rows, metrics.Accuracy, 1e-12);
        Assert.Equal(inTop / (double)Rows, metrics.Top5, 1e-12);
        Assert.Equal(labels.Zip(rows).Average(pair => -Math.Log(pair.Second[pair.First])), metrics.LogLoss, 1e-12);
        double sumOfF1 = 0;
        for (int index = 0; index < Columns; index++)
        {
            double hits = Enumerable.Range(0, Rows).Count(row => labels[row] == index && predicted[row] == index);
            double precision = hits / predicted.Count(value => value == index);
            double recall = hits / labels.Count(value => value == index);
            double f1 = 2 * precision * recall / (precision + recall);
            sumOfF1 += f1;
            Assert.Equal(precision, metrics.Classes[index].Precision, 1e-12);
            Assert.Equal(recall, metrics.Classes[index].Recall, 1e-12);
            Assert.Equal(f1, metrics.Classes[index].F1, 1e-12);
        }

        Assert.Equal(sumOfF1 / Columns, metrics.MacroF1, 1e-12);
    }

    [Fact]
    public void Compute_ClassWithoutPictures_CountsOnlyWhenItWasPredicted()
    {
        ClassificationMetrics never = ClassificationMetrics.Compute([0, 1], [1, 0, 0, 0, 1, 0], ["a", "b", "c"]);
        ClassificationMetrics once = ClassificationMetrics.Compute([0, 1], [1, 0, 0, 0, 0, 1], ["a", "b", "c"]);

        Assert.Equal(1, never.MacroF1);
        Assert.Equal(new ClassMetrics("c", 0, 0, 0, 0), never.Classes[2]);
        Assert.Equal(1.0 / 3, once.MacroF1, 1e-15);
    }

    [Fact]
    public void Compute_EquallyProbable_RanksTheFirstClassHigher()
    {
        float[] flat = [.. Enumerable.Repeat(0.125f, 8)];

        ClassificationMetrics fifth = ClassificationMetrics.Compute([4], flat, [.. "abcdefgh".Select(name => $"{name}")]);
        ClassificationMetrics sixth = ClassificationMetrics.Compute([5], flat, [.. "abcdefgh".Select(name => $"{name}")]);

        Assert.Equal(1, fifth.Top5);
        Assert.Equal(0, sixth.Top5);
        Assert.Equal(1, fifth.Confusion[4][0]);
    }

    [Fact]
    public void Compute_CertainMistake_HasAFiniteLoss() =>
        Assert.Equal(23 * Math.Log(2), ClassificationMetrics.Compute([1], [1, 0], ["a", "b"]).LogLoss, 1e-12);

    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(float.PositiveInfinity, 0f)]
    [InlineData(-0.5f, 1.5f)]
    [InlineData(0.7f, 0.7f)]
    [InlineData(0f, 0f)]
    public void Compute_NoProbabilities_NamesThePicture(float first, float second)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0, 0], [1, 0, first, second], ["a", "b"]));

        Assert.Contains("icture 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_SizesThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([], [], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0], [1, 0, 0], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([2], [1, 0], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([-1], [1, 0], ["a", "b"]));
    }

    [Fact]
    public void ToMetrics_NothingAdded_IsRefused() => Assert.Throws<InvalidOperationException>(() => new MetricsAccumulator(["a", "b"]).ToMetrics());

    private static float[] Normalised(DeterministicRandom random, int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + 0.01f)];
        float sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }
}
