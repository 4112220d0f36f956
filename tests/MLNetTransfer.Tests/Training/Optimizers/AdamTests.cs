using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Tests.Training.Optimizers;

public sealed class AdamTests
{
    // From torch.optim.Adam and torch.optim.AdamW, in double: rate 0.1, decay 0 and 0.2, the gradients of Gradient().
    [Theory]
    [InlineData(0f, new[] { 0.5149169137646455, -1.7194355526499288, 0.7805626617531621 })]
    [InlineData(0.2f, new[] { 0.4379914419476979, -1.5439781341800407, 0.7158221725455977 })]
    public void Step_FiveGradients_FollowsPyTorch(float weightDecay, double[] expected)
    {
        float[] parameters = [1, -2, 0.5f];
        Adam adam = new(3);
        for (int step = 0; step < 5; step++)
        {
            adam.Step(parameters, Gradient(step), 0.1f, weightDecay);
        }

        Assert.Equal(5, adam.Steps);
        Assert.All(parameters.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
    }

    [Fact]
    public void Step_ManyParameters_MovesEachAsIfAlone()
    {
        float[] together = [.. Enumerable.Range(0, 37).Select(index => index * 0.1f)];
        float[] alone = [.. together];
        float[] gradient = [.. Enumerable.Range(0, 37).Select(index => MathF.Sin(index))];
        Adam adam = new(37);
        Adam[] single = [.. alone.Select(_ => new Adam(1))];
        for (int step = 0; step < 3; step++)
        {
            adam.Step(together, gradient, 0.01f);
            for (int index = 0; index < alone.Length; index++)
            {
                single[index].Step(alone.AsSpan(index, 1), gradient.AsSpan(index, 1), 0.01f);
            }
        }

        Assert.All(together.Zip(alone), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Restore_SavedMoments_GoesOnToTheSameResult()
    {
        float[] whole = [1, -2, 0.5f];
        Adam adam = new(3);
        adam.Step(whole, Gradient(0), 0.1f);
        float[] resumed = [.. whole];
        Adam other = new(3);
        other.Restore(adam.Steps, adam.FirstMoments, adam.SecondMoments);

        adam.Step(whole, Gradient(1), 0.1f);
        other.Step(resumed, Gradient(1), 0.1f);

        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Step_WrongLength_IsRefused() => Assert.Throws<ArgumentException>(() => new Adam(3).Step(new float[2], new float[2], 0.1f));

    [Theory]
    [InlineData(1f, 0.9f, 1e-8f)]
    [InlineData(0.9f, -0.1f, 1e-8f)]
    [InlineData(0.9f, 0.9f, 0f)]
    [InlineData(float.NaN, 0.9f, 1e-8f)]
    public void Constructor_ConstantsOutOfRange_AreRefused(float first, float second, float epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1, new AdamOptions { FirstDecay = first, SecondDecay = second, Epsilon = epsilon }));

    private static float[] Gradient(int step) => [0.3f * (step + 1), -1 + (0.5f * step), 1e-3f * (step - 2)];
}
