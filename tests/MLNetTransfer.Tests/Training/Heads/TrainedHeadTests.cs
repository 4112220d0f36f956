using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

public sealed class TrainedHeadTests
{
    [Fact]
    public void Predict_TwoLayers_GivesTheProbabilitiesWorkedOutByHand()
    {
        TrainedHead head = new(
        [
            new DenseLayer(2, 3, [1, -1, 0, 2, 0, 1], [0, 1, -5], DenseActivation.Relu),
            new DenseLayer(3, 2, [1, 0, 0, 1, 7, 7], [0.5f, 0]),
        ]);

        float[] probabilities = head.Predict([1, 0.5f]);

        // Hidden: max(0, [1 + 1, -1 + 1, 0.5 - 5]) = [2, 0, 0]; logits [2.5, 0].
        Assert.Equal(1 / (1 + Math.Exp(-2.5)), probabilities[0], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(2.5)), probabilities[1], 1e-6);
    }

    [Fact]
    public void Predict_LargeLogits_DoesNotOverflow() =>
        Assert.Equal([0, 1], new TrainedHead([new DenseLayer(1, 2, [-1000, 1000], [0, 0])]).Predict([10]));

    [Fact]
    public void Predict_SizesThatDoNotFit_AreRefused()
    {
        TrainedHead head = new([new DenseLayer(2, 2, [1, 0, 0, 1], [0, 0])]);

        Assert.Throws<ArgumentException>(() => head.Predict([1]));
        Assert.Throws<ArgumentException>(() => head.Predict(2, [1, 2, 3, 4], new float[3]));
    }

    [Fact]
    public void Constructor_LayersThatDoNotFollow_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TrainedHead([new DenseLayer(1, 2, [1, 1], [0, 0]), new DenseLayer(3, 2, new float[6], [0, 0])]));
        Assert.Throws<ArgumentException>(() => new TrainedHead([new DenseLayer(1, 2, [1], [0, 0])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainedHead([]));
    }
}
