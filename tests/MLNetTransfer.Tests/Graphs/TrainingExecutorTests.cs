using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Randomness;
using MLNetTransfer.Tests.Training.FineTuning;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Graphs;

public sealed class TrainingExecutorTests
{
    private const int Pictures = 3;

    public static TheoryData<string, bool, int> Divisions
    {
        get
        {
            TheoryData<string, bool, int> divisions = [];
            foreach (string name in (string[])["normalized", "folded", "mobilenet", "resnet"])
            {
                foreach (int segments in (int[])[2, 3, 7, 100])
                {
                    divisions.Add(name, false, segments);
                    divisions.Add(name, true, segments);
                }
            }

            return divisions;
        }
    }

    [Theory]
    [MemberData(nameof(Divisions))]
    public void Backward_InSegments_GivesTheBitsOfTheWhole(string name, bool trainsNormalization, int segments)
    {
        TrainableNetwork whole = Network(name, trainsNormalization);
        TrainableNetwork divided = Network(name, trainsNormalization);
        divided.Executor.Segments = segments;

        // Twice, since what an operator keeps from the first time must not matter.
        for (int round = 0; round < 2; round++)
        {
            IReadOnlyDictionary<string, Tensor> images = Images(Side(name), (ulong)round);
            Assert.Equal(Step(whole, images), Step(divided, images));
            foreach ((string parameter, Tensor<float> gradient) in whole.Executor.Gradients)
            {
                Assert.Equal(gradient.Span, divided.Executor.Gradients[parameter].Span);
            }

            foreach ((string statistic, Tensor<float> value) in whole.Statistics)
            {
                Assert.Equal(value.Span, divided.Statistics[statistic].Span);
            }
        }
    }

    [Fact]
    public void Backward_RandomGraphsInSegments_GivesTheBitsOfTheWhole()
    {
        int compared = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            (Graph graph, Tensor<float> input) = RandomGraph.Make(seed);
            Dictionary<string, Tensor<float>> parameters = NetworkParameters.Find(graph).ToDictionary(
                parameter => parameter.Name, parameter => (Tensor<float>)graph.Constants[parameter.Name], StringComparer.Ordinal);
            if (parameters.Count == 0)
            {
                continue;
            }

            TrainingExecutor whole = new(graph, parameters, WorkerPool.Sequential);
            TrainingExecutor divided = new(graph, parameters, WorkerPool.Sequential) { Segments = 2 + (seed % 4) };
            Dictionary<string, Tensor> inputs = new(StringComparer.Ordinal) { ["x"] = input };
            Assert.Equal(Step(whole, inputs), Step(divided, inputs));
            foreach ((string parameter, Tensor<float> gradient) in whole.Gradients)
            {
                Assert.Equal(gradient.Span, divided.Gradients[parameter].Span);
            }

            compared++;
        }

        Assert.True(compared > 50, $"Only {compared} graphs had something to train.");
    }

    [Theory]
    [InlineData("mobilenet")]
    [InlineData("resnet")]
    public void Measure_InSegments_IsMuchLess(string name)
    {
        TrainableNetwork network = Network(name, trainsNormalization: true);
        Dictionary<string, Shape> shapes = new(StringComparer.Ordinal) { [network.Cut[0].Name] = new Shape(16, 3, 64, 64) };

        long whole = network.Executor.Measure(shapes);

        Assert.True(network.Executor.Measure(shapes, 4) < whole * 0.7);
    }

    [Fact]
    public void Measure_IsWhatARunTakes()
    {
        TrainableNetwork network = Network("mobilenet", trainsNormalization: true);
        network.Executor.Segments = 4;
        Step(network, Images(32, 1));

        long measured = network.Executor.Measure(new Dictionary<string, Shape> { [network.Cut[0].Name] = new Shape(Pictures, 3, 32, 32) }, 4);

        // The rest is scratch memory of the operators.
        Assert.InRange(network.Executor.ArenaBytes, measured, measured * 2);
    }

    private static int Side(string name) => name is "mobilenet" or "resnet" ? 32 : SmallNetworks.Side;

    private static TrainableNetwork Network(string name, bool trainsNormalization)
    {
        (Graph features, TrainedHead head) = name switch
        {
            "normalized" => (SmallNetworks.Normalized(), SmallNetworks.Head()),
            "folded" => (SmallNetworks.Folded(), SmallNetworks.Head()),
            "mobilenet" => (MobileNetV2Builder.Build(0.1f, 3), SmallNetworks.Head(features: 1280)),
            _ => (ResNetBuilder.Build(18, 3), SmallNetworks.Head(features: 512)),
        };
        return TrainableNetwork.Create(features, head, 0, trainsNormalization, Side(name), WorkerPool.Sequential, dropout: 0.2, seed: 4);
    }

    private static Dictionary<string, Tensor> Images(int side, ulong seed) => new(StringComparer.Ordinal)
    {
        ["image"] = Tensor.From<float>(new Shape(Pictures, 3, side, side), SmallNetworks.Draw(new DeterministicRandom(seed), Pictures * 3 * side * side, 1)),
    };

    private static float[] Step(TrainableNetwork network, IReadOnlyDictionary<string, Tensor> images)
    {
        network.Dropout!.Begin(1, 0);
        float[] logits = Step(network.Executor, new Dictionary<string, Tensor> { [network.Cut[0].Name] = images["image"] });
        network.Dropout.End();
        return logits;
    }

    private static float[] Step(TrainingExecutor executor, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Tensor<float> logits = executor.Forward(inputs);
        float[] result = logits.Span.ToArray();
        executor.Backward(Tensor.From<float>(logits.Shape, Array.ConvertAll(result, value => 0.1f + (0.3f * MathF.Sin(value)))));
        return result;
    }
}
