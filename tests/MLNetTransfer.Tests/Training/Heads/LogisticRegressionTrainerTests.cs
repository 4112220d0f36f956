using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

public sealed class LogisticRegressionTrainerTests
{
    // Printed by reference.py, which finds the optimum by Newton's method with the derivatives of PyTorch.
    private static readonly double[] PlainWeights =
        [-0.272075964, 0.032105893, 0.239970071, 0.965198539, -0.452387399, -0.51281114, 0.253584881, -0.1648624, -0.088722481];

    private static readonly double[] PlainProbabilities = [0.564547248, 0.310367151, 0.125085601, 0.653071935, 0.240444922, 0.106483143];

    private static readonly double[] WeightedWeights =
        [-0.122549726, 0.00158386, 0.120965866, 0.434780754, -0.32708537, -0.107695384, 0.005326353, 0.068671403, -0.073997755];

    private static readonly double[] WeightedProbabilities = [0.265878789, 0.612701583, 0.121419627, 0.520521239, 0.276687771, 0.202790991];

    [Fact]
    public void Train_SmallProblem_ReachesTheOptimumOfNewtonsMethod()
    {
        (float[] features, int[] labels) = HeadProblems.Reference();

        HeadTrainingResult result = Train(HeadProblems.Labelled(features, 3, labels, 3), Exact(0.01));

        Assert.Equal(HeadTrainingStop.Converged, result.Stop);
        Assert.Equal(0.8235779914416983, result.History[^1].TrainingLoss, 1e-6);
        AssertClose(PlainWeights, result.Head.Layers[0].Weights, 1e-4);
        AssertClose(PlainProbabilities, [.. result.Head.Predict(features.AsSpan(0, 3)), .. result.Head.Predict(features.AsSpan(21, 3))], 2e-5);
    }

    [Fact]
    public void Train_RowWeights_ReachesTheWeightedOptimum()
    {
        (float[] features, int[] labels) = HeadProblems.Reference();
        float[] weights = [.. Enumerable.Range(0, 12).Select(row => 1f + (row % 4))];

        HeadTrainingResult result = Train(HeadProblems.Labelled(features, 3, labels, 3, weights), Exact(0.1));

        Assert.Equal(0.8257180742985938, result.History[^1].TrainingLoss, 1e-6);
        AssertClose(WeightedWeights, result.Head.Layers[0].Weights, 1e-4);
        AssertClose(WeightedProbabilities, [.. result.Head.Predict(features.AsSpan(0, 3)), .. result.Head.Predict(features.AsSpan(21, 3))], 2e-5);
    }

    [Fact]
    public void Train_RowWeightOfTwo_IsTheSameRowTwice()
    {
        (float[] features, int[] labels) = HeadProblems.Reference();
        float[] twice = [.. features, .. features];
        int[] labelsTwice = [.. labels, .. labels];
        float[] weights = [.. Enumerable.Repeat(1f, 12), .. Enumerable.Repeat(0f, 12)];

        HeadTrainingResult once = Train(HeadProblems.Labelled(twice, 3, labelsTwice, 3, weights), Exact(0.01));
        HeadTrainingResult both = Train(HeadProblems.Labelled(twice, 3, labelsTwice, 3), Exact(0.01));

        AssertClose([.. both.Head.Layers[0].Weights.Select(value => (double)value)], once.Head.Layers[0].Weights, 1e-4);
    }

    [Fact]
    public void Train_Separable_StaysFiniteAndIsCorrect()
    {
        LabelledFeatures data = HeadProblems.Labelled([-2, -1, 1, 2], 1, [0, 0, 1, 1], 2);

        HeadTrainingResult result = Train(data, new LogisticRegressionOptions { WeightDecay = 1e-6 });

        Assert.Equal(HeadTrainingStop.Converged, result.Stop);
        Assert.Equal(1, result.History[^1].TrainingAccuracy);
        Assert.All(HeadProblems.Numbers(result.Head), value => Assert.InRange(value, -1000, 1000));
    }

    [Fact]
    public void Train_ConstantFeature_GetsNoWeight()
    {
        LabelledFeatures data = HeadProblems.Labelled([0.1f, -2, 0.1f, -1, 0.1f, 1, 0.1f, 2], 2, [0, 0, 1, 1], 2);

        HeadTrainingResult result = Train(data, new LogisticRegressionOptions());

        Assert.Equal([0, 0], result.Head.Layers[0].Weights[..2]);
        Assert.True(result.Head.Predict([1000, 2])[1] > 0.5f);
    }

    [Fact]
    public void Train_AllFeaturesConstant_PredictsTheFrequenciesOfTheClasses()
    {
        LabelledFeatures data = HeadProblems.Labelled([1, 1, 1, 1], 1, [0, 1, 1, 1], 2);

        HeadTrainingResult result = Train(data, Exact(0.01));

        AssertClose([0.25, 0.75], result.Head.Predict([1]), 1e-5);
    }

    [Fact]
    public void Train_ClassWithoutRows_GetsLittleProbability()
    {
        (float[] features, int[] labels) = HeadProblems.Reference();

        HeadTrainingResult result = Train(HeadProblems.Labelled(features, 3, labels, 4), new LogisticRegressionOptions());

        Assert.InRange(result.Head.Predict(features.AsSpan(0, 3))[3], 0, 0.01f);
    }

    [Fact]
    public void Train_FeaturesReadInBlocks_GivesTheSameBits()
    {
        LabelledFeatures data = HeadProblems.Clouds(1500, 600, 4, 3);

        HeadTrainingResult inMemory = Train(data, new LogisticRegressionOptions());
        HeadTrainingResult streamed = Train(data, new LogisticRegressionOptions { MemoryLimit = 0 });

        Assert.Equal(HeadProblems.Numbers(inMemory.Head), HeadProblems.Numbers(streamed.Head));
        Assert.Equal(inMemory.History, streamed.History);
    }

    [Fact]
    public void Train_MemoryLimit_ReadsNoMoreThanABlockAtATime()
    {
        LabelledFeatures data = HeadProblems.Clouds(5000, 64, 3, 2);
        RecordingSource source = new(data.Features);

        Train(new LabelledFeatures(source, data.Labels, 3), new LogisticRegressionOptions { MemoryLimit = 1000 });

        Assert.InRange(source.LargestRead, 1, 1024);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_MoreThreads_GivesTheSameBits(int threads)
    {
        LabelledFeatures data = HeadProblems.Clouds(1000, 300, 5, 3);
        using WorkerPool pool = new(threads);

        float[] alone = HeadProblems.Numbers(new LogisticRegressionTrainer().Train(data).Head);
        float[] together = HeadProblems.Numbers(new LogisticRegressionTrainer().Train(data, null, pool).Head);

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Train_NoWeightDecay_ChoosesTheOneWithTheLowestValidationLoss()
    {
        LabelledFeatures training = HeadProblems.Clouds(120, 60, 3, 2);
        LabelledFeatures validation = HeadProblems.Clouds(400, 60, 3, 2, seed: 2);

        HeadTrainingResult result = new LogisticRegressionTrainer(new LogisticRegressionOptions { WeightDecay = null }).Train(training, validation);

        double[] grid = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];
        WeightDecayTrial best = result.Trials.MinBy(trial => trial.ValidationLoss)!;
        Assert.Equal(grid.Take(result.Trials.Count), result.Trials.Select(trial => trial.WeightDecay));
        Assert.Equal(result.Trials[^3], best);
        Assert.Equal(best.WeightDecay, result.WeightDecay);
        Assert.Equal(best.ValidationLoss, result.History[^1].ValidationLoss);
        Assert.InRange(result.WeightDecay, 0.01, 1);
        HeadTrainingResult direct = new LogisticRegressionTrainer(new LogisticRegressionOptions { WeightDecay = best.WeightDecay }).Train(training, validation);
        Assert.Equal(direct.History[^1].ValidationLoss!.Value, best.ValidationLoss, 1e-3);
    }

    [Fact]
    public void Train_ChoosingTheWeightDecay_NeverReadsTestRows()
    {
        LabelledFeatures all = HeadProblems.Clouds(300, 10, 3, 2);
        float[] poisoned = HeadProblems.ReadAll(all.Features);
        poisoned.AsSpan(200 * 10).Fill(float.NaN);
        RecordingSource source = new(new MemoryFeatureSource(poisoned, 10));
        LabelledFeatures training = Subset(source, all.Labels, Enumerable.Range(0, 140));
        LabelledFeatures validation = Subset(source, all.Labels, Enumerable.Range(140, 60));

        HeadTrainingResult result = new LogisticRegressionTrainer(new LogisticRegressionOptions { WeightDecay = null, MemoryLimit = 0 }).Train(training, validation);

        Assert.InRange(result.Trials.Count, 3, 9);
        Assert.Equal(199, source.LastRow);
    }

    [Fact]
    public void Train_NoWeightDecayAndNoValidation_SaysWhatIsMissing()
    {
        LogisticRegressionTrainer trainer = new(new LogisticRegressionOptions { WeightDecay = null });

        Assert.Contains("Give validation pictures", Assert.Throws<ArgumentException>(() => trainer.Train(HeadProblems.Clouds(10, 2, 2, 1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Train_FeatureThatIsNotFinite_NamesTheRow(float value)
    {
        LabelledFeatures good = HeadProblems.Clouds(600, 19, 2, 2);
        float[] features = HeadProblems.ReadAll(good.Features);
        features[(523 * 19) + 17] = value;
        LabelledFeatures bad = HeadProblems.Labelled(features, 19, [.. good.Labels], 2);

        InvalidFeatureException inTraining = Assert.Throws<InvalidFeatureException>(() => Train(bad, new LogisticRegressionOptions()));
        InvalidFeatureException inValidation = Assert.Throws<InvalidFeatureException>(() => new LogisticRegressionTrainer().Train(good, bad));

        Assert.Equal((523, 17), (inTraining.Row, inTraining.Feature));
        Assert.Equal((523, 17), (inValidation.Row, inValidation.Feature));
        Assert.Contains("row 523", inTraining.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_CancelledOnTheWay_Ends()
    {
        using CancellationTokenSource cancellation = new();
        List<int> seen = [];

        Assert.Throws<OperationCanceledException>(() => new LogisticRegressionTrainer().Train(
            HeadProblems.Clouds(200, 20, 3, 1),
            progress: progress =>
            {
                seen.Add(progress.Row.Epoch);
                cancellation.Cancel();
            },
            cancellationToken: cancellation.Token));

        Assert.Equal([1], seen);
    }

    [Fact]
    public void Train_FewIterations_SaysThatTheyAreUsedUp()
    {
        HeadTrainingResult result = Train(HeadProblems.Clouds(200, 20, 3, 1), new LogisticRegressionOptions { MaximumIterations = 2 });

        Assert.Equal((HeadTrainingStop.MaximumReached, 2, 2), (result.Stop, result.History.Count, result.BestEpoch));
    }

    [Fact]
    public void Train_ValidationOfAnotherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new LogisticRegressionTrainer().Train(HeadProblems.Clouds(10, 3, 2, 1), HeadProblems.Clouds(10, 4, 2, 1)));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_WeightDecayOutOfRange_IsRefused(double decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegressionTrainer(new LogisticRegressionOptions { WeightDecay = decay }));

    private static LogisticRegressionOptions Exact(double decay) => new() { WeightDecay = decay, Tolerance = 1e-6 };

    private static HeadTrainingResult Train(LabelledFeatures data, LogisticRegressionOptions options) => new LogisticRegressionTrainer(options).Train(data);

    private static LabelledFeatures Subset(IFeatureSource source, IReadOnlyList<int> labels, IEnumerable<int> rows) =>
        new(new FeatureSubset(source, rows), [.. rows.Select(row => labels[row])], 3);

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private sealed class RecordingSource(IFeatureSource source) : IFeatureSource
    {
        public int RowCount => source.RowCount;

        public int FeatureLength => source.FeatureLength;

        public int LargestRead { get; private set; }

        public int LastRow { get; private set; }

        public void Read(int firstRow, int rowCount, Span<float> destination)
        {
            LargestRead = Math.Max(LargestRead, rowCount);
            LastRow = Math.Max(LastRow, firstRow + rowCount - 1);
            source.Read(firstRow, rowCount, destination);
        }
    }
}
