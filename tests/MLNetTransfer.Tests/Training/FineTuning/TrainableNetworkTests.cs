using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Losses;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.FineTuning;

public sealed class TrainableNetworkTests
{
    private const int Pictures = 5;

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Backward_OfTheWholeNetwork_AgreesWithFiniteDifferences(bool isNormalized, bool trainsNormalization)
    {
        Graph features = isNormalized ? SmallNetworks.Normalized() : SmallNetworks.Folded();
        TrainableNetwork network = TrainableNetwork.Create(features, SmallNetworks.Head(), 0, trainsNormalization, SmallNetworks.Side, WorkerPool.Sequential);

        AssertGradients(network, Images());
    }

    [Fact]
    public void Backward_BehindAFreezeLineInABlock_AgreesWithFiniteDifferences()
    {
        Graph features = SmallNetworks.Normalized();
        int line = FreezeLine.Find(features, "norm8");
        TrainableNetwork network = TrainableNetwork.Create(features, SmallNetworks.Head(), line, false, SmallNetworks.Side, WorkerPool.Sequential);

        Assert.True(network.Cut.Count >= 2);
        IReadOnlyDictionary<string, Tensor> cut = new GraphExecutor(network.Frozen!, WorkerPool.Sequential).Run(Images());
        AssertGradients(network, cut);
    }

    [Fact]
    public void ToFeatures_OfAnUntrainedNetwork_GivesTheSameFeatures()
    {
        Graph features = SmallNetworks.Normalized();
        TrainableNetwork network = TrainableNetwork.Create(features, SmallNetworks.Head(), 0, true, SmallNetworks.Side, WorkerPool.Sequential);

        Tensor<float> before = (Tensor<float>)new GraphExecutor(features, WorkerPool.Sequential).Run(Images()["image"]);
        Tensor<float> after = (Tensor<float>)new GraphExecutor(network.ToFeatures(), WorkerPool.Sequential).Run(Images()["image"]);

        Assert.Equal(before.Span.ToArray(), after.Span.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_OfTheTrainedPart_GivesTheLogitsOfTheNetwork(bool isNormalized)
    {
        Graph features = isNormalized ? SmallNetworks.Normalized() : SmallNetworks.Folded();
        TrainableNetwork network = TrainableNetwork.Create(features, SmallNetworks.Head(), 0, false, SmallNetworks.Side, WorkerPool.Sequential);

        Tensor<float> rows = (Tensor<float>)new GraphExecutor(features, WorkerPool.Sequential).Run(Images()["image"]);
        Tensor<float> logits = network.Executor.Forward(Images());

        float[] expected = new float[logits.Shape.Count];
        SmallNetworks.Head().Predict(Pictures, rows.Span, expected);
        float[] actual = [.. Enumerable.Range(0, Pictures).SelectMany(row => Softmax(logits.Span.Slice(row * SmallNetworks.Classes, SmallNetworks.Classes)))];
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], actual[index], 1e-5f);
        }
    }

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] exponentials = [.. logits.ToArray().Select(value => Math.Exp(value))];
        return [.. exponentials.Select(value => (float)(value / exponentials.Sum()))];
    }

    private static Dictionary<string, Tensor> Images()
    {
        DeterministicRandom random = new(3);
        Shape shape = new(Pictures, 3, SmallNetworks.Side, SmallNetworks.Side);
        return new() { ["image"] = Tensor.From<float>(shape, SmallNetworks.Draw(random, shape.Count, 1), MemoryFormat.ChannelsLast) };
    }

    // The difference quotient of the loss along random directions of each parameter; float arithmetic leaves about three digits.
    private static void AssertGradients(TrainableNetwork network, IReadOnlyDictionary<string, Tensor> inputs)
    {
        int[] labels = [0, 1, 2, 3, 1];
        SoftmaxCrossEntropyLoss loss = new(SmallNetworks.Classes, labelSmoothing: 0.1);
        Tensor<float> logits = network.Executor.Forward(inputs);
        Tensor<float> gradient = Tensor.Create<float>(logits.Shape);
        loss.Labels(logits.Span, labels, gradient.Span);
        network.Executor.ClearGradients();
        network.Executor.Backward(gradient);
        DeterministicRandom random = new(4);
        Assert.NotEmpty(network.Parameters);
        List<string> wrong = [];
        foreach (Parameter parameter in network.Parameters)
        {
            float[] direction = SmallNetworks.Draw(random, parameter.Value.Shape.Count, 1);
            float[] kept = parameter.Value.Span.ToArray();
            double slope = 0;
            for (int index = 0; index < direction.Length; index++)
            {
                slope += direction[index] * parameter.Gradient.Span[index];
            }

            const float step = 1e-3f;
            double difference = (LossAt(step) - LossAt(-step)) / (2 * step);
            kept.CopyTo(parameter.Value.Span);
            if (!(Math.Abs(slope - difference) < 0.01 * Math.Max(0.1, Math.Abs(difference))))
            {
                wrong.Add($"{parameter}: gradient {slope}, difference quotient {difference}");
            }

            double LossAt(float along)
            {
                for (int index = 0; index < direction.Length; index++)
                {
                    parameter.Value.Span[index] = kept[index] + (along * direction[index]);
                }

                return loss.Labels(network.Executor.Forward(inputs).Span, labels, default).Mean;
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
