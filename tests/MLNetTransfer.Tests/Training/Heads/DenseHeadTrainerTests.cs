using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

public sealed class DenseHeadTrainerTests
{
    private static readonly DenseHeadOptions Small = new() { HiddenUnits = 16, MaximumEpochs = 30, Seed = 1 };

    [Fact]
    public void Train_ExclusiveOr_LearnsWhatNoLinearHeadCan()
    {
        LabelledFeatures data = ExclusiveOr();

        HeadTrainingResult dense = new DenseHeadTrainer(Small with { Dropout = 0, LearningRate = 0.01f, MaximumEpochs = 200 }).Train(data);
        HeadTrainingResult linear = new LogisticRegressionTrainer().Train(data);

        Assert.Equal(1, dense.History[^1].TrainingAccuracy);
        Assert.InRange(linear.History.Count == 0 ? 0.5 : linear.History[^1].TrainingAccuracy, 0, 0.75);
        Assert.True(dense.Head.Predict([-1, 1])[1] > 0.9f);
        Assert.True(dense.Head.Predict([1, 1])[0] > 0.9f);
    }

    [Fact]
    public void Train_Clouds_IsAsGoodOnNewPicturesAsLogisticRegression()
    {
        LabelledFeatures training = HeadProblems.Clouds(400, 20, 3, 4);
        LabelledFeatures validation = HeadProblems.Clouds(200, 20, 3, 4, seed: 2);

        HeadTrainingResult dense = new DenseHeadTrainer(Small).Train(training, validation);
        HeadTrainingResult linear = new LogisticRegressionTrainer().Train(training, validation);

        Assert.Equal(linear.History[^1].ValidationAccuracy!.Value, dense.History[dense.BestEpoch - 1].ValidationAccuracy!.Value, 0.03);
    }

    [Fact]
    public void Train_ValidationLossRises_StopsAndKeepsTheBestEpoch()
    {
        LabelledFeatures training = HeadProblems.Clouds(60, 40, 3, 1);
        LabelledFeatures validation = HeadProblems.Clouds(200, 40, 3, 1, seed: 2);

        HeadTrainingResult result = new DenseHeadTrainer(Small with { LearningRate = 0.02f, MaximumEpochs = 60, Patience = 4 }).Train(training, validation);

        Assert.Equal(HeadTrainingStop.EarlyStopping, result.Stop);
        HeadTrainingRow best = result.History.MinBy(row => row.ValidationLoss)!;
        Assert.Equal(best.Epoch, result.BestEpoch);
        Assert.Equal(result.BestEpoch + 4, result.History.Count);
        Assert.Equal(best.ValidationLoss!.Value, Loss(result.Head, validation), 1e-5);
    }

    [Fact]
    public void Train_NoValidation_RunsAllEpochs()
    {
        HeadTrainingResult result = new DenseHeadTrainer(Small with { MaximumEpochs = 7 }).Train(HeadProblems.Clouds(50, 5, 2, 2));

        Assert.Equal((HeadTrainingStop.MaximumReached, 7, 7), (result.Stop, result.History.Count, result.BestEpoch));
        Assert.All(result.History, row => Assert.Null(row.ValidationLoss));
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameBits()
    {
        LabelledFeatures data = HeadProblems.Clouds(200, 50, 3, 2);
        using WorkerPool pool = new(2);

        float[] first = HeadProblems.Numbers(new DenseHeadTrainer(Small).Train(data).Head);
        float[] streamedOnThreads = HeadProblems.Numbers(new DenseHeadTrainer(Small with { MemoryLimit = 0 }).Train(data, null, pool).Head);
        float[] otherSeed = HeadProblems.Numbers(new DenseHeadTrainer(Small with { Seed = 2 }).Train(data).Head);

        Assert.Equal(first, streamedOnThreads);
        Assert.NotEqual(first, otherSeed);
    }

    [Fact]
    public void Train_RowsOfWeightZero_TeachNothing()
    {
        LabelledFeatures data = HeadProblems.Clouds(200, 5, 2, 6);
        int[] halfWrong = [.. data.Labels.Select((label, row) => row % 2 == 0 ? label : 1 - label)];
        float[] weights = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? 1f : 0f)];

        HeadTrainingResult result = new DenseHeadTrainer(Small).Train(new LabelledFeatures(data.Features, halfWrong, 2, weights));

        float[] probabilities = new float[400];
        result.Head.Predict(200, HeadProblems.ReadAll(data.Features), probabilities);
        int correct = data.Labels.Where((label, row) => probabilities[(2 * row) + label] > 0.5f).Count();
        Assert.InRange(correct, 190, 200);
    }

    [Fact]
    public void Train_Cancelled_Ends()
    {
        using CancellationTokenSource cancellation = new();

        Assert.Throws<OperationCanceledException>(() => new DenseHeadTrainer(Small).Train(
            HeadProblems.Clouds(50, 5, 2, 2), progress: _ => cancellation.Cancel(), cancellationToken: cancellation.Token));
    }

    [Fact]
    public void Train_FeatureThatIsNotFinite_NamesTheRow()
    {
        LabelledFeatures data = HeadProblems.Labelled([1, 2, float.NaN, 3], 1, [0, 1, 0, 1], 2);

        Assert.Equal(2, Assert.Throws<InvalidFeatureException>(() => new DenseHeadTrainer(Small).Train(data)).Row);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        DenseHeadOptions[] bad =
        [
            new() { HiddenUnits = 0 }, new() { Dropout = 1 }, new() { Dropout = float.NaN }, new() { LearningRate = 0 }, new() { BatchSize = 0 },
            new() { MaximumEpochs = 0 }, new() { Patience = 0 }, new() { WeightDecay = -1 }, new() { MemoryLimit = -1 },
        ];

        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => new DenseHeadTrainer(options)));
    }

    private static double Loss(TrainedHead head, LabelledFeatures data)
    {
        float[] features = HeadProblems.ReadAll(data.Features);
        int length = data.Features.FeatureLength;
        return data.Labels.Select((label, row) => -Math.Log(head.Predict(features.AsSpan(row * length, length))[label])).Average();
    }

    private static LabelledFeatures ExclusiveOr()
    {
        float[] features = new float[400];
        int[] labels = new int[200];
        for (int row = 0; row < 200; row++)
        {
            float first = row % 2 == 0 ? 1 : -1;
            float second = row / 2 % 2 == 0 ? 1 : -1;
            features[2 * row] = first * (1 + (row % 7 * 0.1f));
            features[(2 * row) + 1] = second * (1 + (row % 5 * 0.1f));
            labels[row] = first == second ? 0 : 1;
        }

        return HeadProblems.Labelled(features, 2, labels, 2);
    }
}
