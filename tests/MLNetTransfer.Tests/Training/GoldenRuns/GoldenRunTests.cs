using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Losses;
using MLNetTransfer.Training.Optimizers;

namespace MLNetTransfer.Tests.Training.GoldenRuns;

/// <summary>Our engine against PyTorch: the same weights, the same batches, twenty steps (benchmarks/peers/golden_run.py).</summary>
public sealed class GoldenRunTests
{
    public static TheoryData<string, int> Runs
    {
        get
        {
            TheoryData<string, int> runs = [];
            foreach (string name in GoldenNetwork.Names)
            {
                for (int run = 0; run < 10; run++)
                {
                    runs.Add(name, run);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Step_TwentyTimes_GivesTheLossesAndTheParametersOfPyTorch(string name, int index)
    {
        GoldenNetwork golden = GoldenNetwork.Read(name);
        GoldenRun run = golden.Runs[index];
        using WorkerPool pool = new(2);
        TrainableNetwork network = TrainableNetwork.Create(Graph.From(golden.Model), null, 0, run.TrainsNormalizations, GoldenBatches.Side, pool);
        NetworkOptimizer optimizer = run.MakeOptimizer(network.Parameters);
        NetworkTrainer trainer = new(network, new SoftmaxCrossEntropyLoss(GoldenBatches.Classes), optimizer, null, 0, GoldenBatches.Rows);

        int step = 0;
        foreach ((Tensor<float> pictures, int[] labels) in GoldenBatches.Draw())
        {
            StepResult result = trainer.Step(new StepBatch(new Dictionary<string, Tensor> { [network.Cut[0].Name] = pictures }, labels, null), run.Rate, 0);
            double expected = run.Losses[step];
            Assert.True(Math.Abs(result.Loss.Mean - expected) <= 1e-4 * Math.Abs(expected), $"{run}, step {step}: loss {result.Loss.Mean}, PyTorch has {expected}");
            if (step++ == 0)
            {
                double norm = golden.FirstGradientNorms[run.TrainsNormalizations].Values.Sum(each => each * each);
                Assert.Equal(Math.Sqrt(norm), result.GradientNorm, 1e-4 * Math.Sqrt(norm));
            }
        }

        Dictionary<string, Tensor<float>> values = network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        foreach ((string statistic, Tensor<float> tensor) in network.Statistics)
        {
            values[statistic] = tensor;
        }

        foreach ((string value, double[] expected) in run.FinalValues.Where(each => run.TrainsNormalizations || values.ContainsKey(each.Key)))
        {
            Span<float> found = values[value].Span;
            double scale = Math.Sqrt(expected.Average(each => each * each));
            for (int element = 0; element < expected.Length; element++)
            {
                double allowed = (1e-3 * Math.Max(Math.Abs(expected[element]), scale)) + run.StorageError;
                Assert.True(Math.Abs(found[element] - expected[element]) <= allowed, $"{run}, {value}[{element}]: {found[element]}, PyTorch has {expected[element]}");
            }
        }
    }
}
