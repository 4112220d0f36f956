using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests.Training.FineTuning;

public sealed class StepMemoryTests
{
    private const int Batch = 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_EnoughMemory_IsTheWholeBatch(bool trainsNormalization)
    {
        StepMemory way = StepMemory.Fit(Network(trainsNormalization), Batch, false, long.MaxValue);

        Assert.Equal((Batch, 1), (way.PartSize, way.Segments));
    }

    [Fact]
    public void Fit_HalfTheMemoryAndFixedStatistics_DividesTheBatch()
    {
        TrainableNetwork network = Network(false);
        StepMemory whole = StepMemory.Fit(network, Batch, false, long.MaxValue);

        StepMemory way = StepMemory.Fit(network, Batch, false, whole.Bytes * 6 / 10);

        Assert.Equal((Batch / 2, 1), (way.PartSize, way.Segments));
        Assert.InRange(way.Bytes, 1, whole.Bytes * 6 / 10);
    }

    [Fact]
    public void Fit_HalfTheMemoryAndStatisticsOfBatches_KeepsTheBatchWhole()
    {
        TrainableNetwork network = Network(true);
        StepMemory whole = StepMemory.Fit(network, Batch, false, long.MaxValue);

        StepMemory way = StepMemory.Fit(network, Batch, false, whole.Bytes * 6 / 10);

        Assert.Equal(Batch, way.PartSize);
        Assert.InRange(way.Segments, 2, 16);
        Assert.InRange(way.Bytes, 1, whole.Bytes * 6 / 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_AlmostNoMemory_IsTheLeastThereIs(bool trainsNormalization)
    {
        TrainableNetwork network = Network(trainsNormalization);
        StepMemory whole = StepMemory.Fit(network, Batch, false, long.MaxValue);

        StepMemory way = StepMemory.Fit(network, Batch, false, 1);

        Assert.Equal(1, way.PartSize);
        Assert.InRange(way.Bytes, 1, whole.Bytes / Batch);
    }

    [Fact]
    public void Fit_BatchThatCannotBeDivided_IsComputedAgain()
    {
        TrainableNetwork network = Network(false);
        StepMemory whole = StepMemory.Fit(network, Batch, true, long.MaxValue);

        StepMemory way = StepMemory.Fit(network, Batch, true, whole.Bytes * 6 / 10);

        Assert.Equal(Batch, way.PartSize);
        Assert.InRange(way.Segments, 2, 16);
    }

    private static TrainableNetwork Network(bool trainsNormalization) =>
        TrainableNetwork.Create(MobileNetV2Builder.Build(0.1f, 3), SmallNetworks.Head(features: 1280), 0, trainsNormalization, 64, WorkerPool.Sequential);
}
