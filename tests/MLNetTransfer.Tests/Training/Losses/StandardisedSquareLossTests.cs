using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Tests.Training.Losses;

public sealed class StandardisedSquareLossTests
{
    private static readonly double[] Variances = [1, 4, 0, 0.25];

    [Fact]
    public void Evaluate_MeanOfEachValue_LosesOne()
    {
        // Targets with variances 1, 4 and 0.25 around their means 2, -1 and 3; the third value never changes and counts nothing.
        StepBatch batch = Batch([1, -3, 7, 2.5f, 3, 1, 7, 3.5f]);

        BatchLoss loss = new StandardisedSquareLoss(Variances).Evaluate([2, -1, 0, 3, 2, -1, 0, 3], batch, new float[8], 2);

        Assert.Equal(1, loss.Mean, 1e-6);
        Assert.Equal(2, loss.Count);
    }

    [Fact]
    public void Evaluate_TheTargets_LosesNothing()
    {
        float[] values = [1, -3, 7, 2.5f, 3, 1, 7, 3.5f];
        float[] gradient = new float[8];

        Assert.Equal(0, new StandardisedSquareLoss(Variances).Evaluate(values, Batch(values), gradient, 2).Sum);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Evaluate_Gradient_IsTheFiniteDifference()
    {
        StandardisedSquareLoss loss = new(Variances);
        StepBatch batch = Batch([1, -3, 7, 2.5f, 3, 1, 7, 3.5f]);
        float[] outputs = [0.5f, 2, 1, -1, 4, 0, 2, 3];
        float[] gradient = new float[8];
        loss.Evaluate(outputs, batch, gradient, 2);

        for (int index = 0; index < outputs.Length; index++)
        {
            float[] higher = [.. outputs];
            float[] lower = [.. outputs];
            higher[index] += 0.125f;
            lower[index] -= 0.125f;
            double difference = (loss.Evaluate(higher, batch, new float[8], 2).Sum - loss.Evaluate(lower, batch, new float[8], 2).Sum) / 0.25 / 2;
            Assert.Equal(difference, gradient[index], 1e-4);
        }
    }

    [Fact]
    public void Evaluate_Groups_EachCountsByItsWeight()
    {
        // Off by one deviation in each value of the first group, by two in each of the second.
        StandardisedSquareLoss loss = new([4, 4, 100, 100], [2, 2], [1, 0.5]);

        BatchLoss result = loss.Evaluate([2, 2, 20, 20, 2, 2, 20, 20], Batch(new float[8]), new float[8], 2);

        Assert.Equal(1 + (0.5 * 4), result.Mean, 1e-6);
        Assert.Equal(1.5, loss.Guess, 1e-12);
    }

    [Fact]
    public void New_GroupsOfOtherLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new StandardisedSquareLoss(Variances, [2, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new StandardisedSquareLoss(Variances, [2, 2], [1]));
    }

    [Fact]
    public void Evaluate_WrongLengths_IsRefused()
    {
        StandardisedSquareLoss loss = new(Variances);

        Assert.Throws<ArgumentException>(() => loss.Evaluate(new float[4], Batch(new float[8]), new float[4], 1));
        Assert.Throws<ArgumentException>(() => loss.Evaluate(new float[8], Batch(new float[8]) with { Targets = null }, new float[8], 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void New_VariancesThatAreNone_AreRefused(double variance) => Assert.Throws<ArgumentException>(() => new StandardisedSquareLoss([variance, 0]));

    private static StepBatch Batch(float[] targets) => new(new Dictionary<string, Tensor>(), new int[2], Tensor.From<float>(new Shape(2, 4), targets));
}
