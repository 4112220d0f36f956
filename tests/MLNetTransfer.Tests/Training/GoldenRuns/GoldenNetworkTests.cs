using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Tests.Training.GoldenRuns;

/// <summary>The fixtures of the golden run are whole, and both sides start from the same point.</summary>
public sealed class GoldenNetworkTests
{
    public static TheoryData<string> Names => [.. GoldenNetwork.Names];

    [Fact]
    public void Draw_LastBatch_IsTheOneOfPyTorch()
    {
        (Tensor<float> pictures, int[] labels) = GoldenBatches.Draw()[^1];
        (int[] expectedLabels, double expectedSum) = GoldenNetwork.LastBatch();
        Assert.Equal(expectedLabels, labels);

        // The numbers are the same; only the order of the sum differs.
        Assert.Equal(expectedSum, SumOfSquaresKernel.Sum(pictures.Span), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_EveryNetwork_HasTenRunsOfTwentyLosses(string name)
    {
        GoldenNetwork network = GoldenNetwork.Read(name);
        Assert.Equal(10, network.Runs.Count);
        Assert.Equal(5, network.Runs.Count(run => run.TrainsNormalizations));
        Assert.All(network.Runs, run =>
        {
            Assert.Equal(GoldenBatches.Steps, run.Losses.Length);
            Assert.InRange(run.StorageError, 0, 1e-4);
            Assert.All(run.FinalValues, tensor => Assert.Equal(network.Model.Graph.Initializers[tensor.Key].Shape.Count, tensor.Value.Length));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_FirstBatch_GivesTheFirstLossOfTheFrozenRuns(string name)
    {
        GoldenNetwork network = GoldenNetwork.Read(name);
        (Tensor<float> pictures, int[] labels) = GoldenBatches.Draw()[0];
        Tensor<float> logits = (Tensor<float>)new GraphExecutor(Graph.From(network.Model), WorkerPool.Sequential).Run(pictures);

        double loss = new SoftmaxCrossEntropyLoss(GoldenBatches.Classes).Labels(logits.Span, labels, []).Mean;

        Assert.All(network.Runs.Where(run => !run.TrainsNormalizations), run => Assert.Equal(run.Losses[0], loss, 1e-6));
    }
}
