using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

/// <summary>Compares the gradients of the heads with central differences of the loss.</summary>
public sealed class GradientTests
{
    [Fact]
    public void SoftmaxObjective_AnyPoint_HasTheGradientOfItsValue()
    {
        LabelledFeatures data = HeadProblems.Clouds(50, 7, 4, 2);
        FeatureStandardisation standardisation = FeatureStandardisation.Measure(data.Features, default);
        float[] rowWeights = [.. Enumerable.Range(0, 50).Select(row => 0.5f + (row % 3))];
        SoftmaxObjective objective = new(new StandardisedFeatures(data.Features, standardisation, 1 << 20), data, rowWeights, 0.3, WorkerPool.Sequential, default);
        DeterministicRandom random = new(1);
        double[] point = [.. Enumerable.Range(0, objective.ParameterCount).Select(_ => random.NextGaussian())];
        double[] gradient = new double[point.Length];
        double[] ignored = new double[point.Length];

        objective.Evaluate(point, gradient);

        const double Step = 1.0 / 256;
        for (int index = 0; index < point.Length; index++)
        {
            double here = point[index];
            point[index] = here + Step;
            double above = objective.Evaluate(point, ignored);
            point[index] = here - Step;
            double below = objective.Evaluate(point, ignored);
            point[index] = here;
            Assert.Equal((above - below) / (2 * Step), gradient[index], 1e-4);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.4f)]
    public void DenseNetwork_AnyPoint_HasTheGradientOfItsLoss(float dropout)
    {
        // Five features of 1 or -1 with weights of 0.5 or -0.5 and biases of 0.125 keep every unit at least 0.375 from the kink.
        DeterministicRandom random = new(3);
        float Sign() => random.NextInt32(2) == 0 ? -1 : 1;
        float[] features = [.. Enumerable.Range(0, 9 * 5).Select(_ => Sign())];
        int[] labels = [.. Enumerable.Range(0, 9).Select(row => row % 3)];
        float[] rowWeights = [.. Enumerable.Range(0, 9).Select(row => 0.5f + (row % 4))];
        DenseNetwork network = new(5, 6, 3, 9, WorkerPool.Sequential);
        network.Initialise(random);
        for (int index = 0; index < 5 * 6; index++)
        {
            network.Parameters[index] = 0.5f * Sign();
        }

        network.Parameters.AsSpan(network.WeightCount, 6).Fill(0.125f);
        double Loss()
        {
            (double loss, double weight, _) = network.Backpropagate(features, labels, rowWeights, dropout, new DeterministicRandom(9));
            return loss / weight;
        }

        Loss();
        float[] gradient = [.. network.Gradient];

        const float Step = 1f / 128;
        for (int index = 0; index < gradient.Length; index++)
        {
            float here = network.Parameters[index];
            network.Parameters[index] = here + Step;
            double above = Loss();
            network.Parameters[index] = here - Step;
            double below = Loss();
            network.Parameters[index] = here;
            Assert.Equal((above - below) / (2 * Step), gradient[index], 1e-4);
        }

        Assert.Contains(gradient, value => Math.Abs(value) > 0.05);
    }
}
