using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Losses;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>A whole step of training all layers: forwards, cross-entropy, backwards, gradient descent with momentum.</summary>
internal sealed class StepRun
{
    // So small that noise can be learnt for any number of steps without diverging.
    private const double Rate = 1e-4;

    private readonly TrainableNetwork _network;
    private readonly NetworkTrainer _trainer;
    private readonly StepBatch _batch;

    public StepRun(NetworkCase network, bool trainsNormalization, WorkerPool pool, int segments = 1, int? part = null)
    {
        _network = TrainableNetwork.Create(network.Build(), head: null, firstNode: 0, trainsNormalization, network.Side, pool);
        _network.Executor.Segments = segments;
        SgdOptimizer optimizer = new(ParameterSettings.Of(_network.Parameters), new SgdOptions(), pool);
        _trainer = new NetworkTrainer(_network, new SoftmaxCrossEntropyLoss(NetworkCase.Classes), optimizer, average: null, clipNorm: 0, part ?? network.Batch);
        int[] labels = [.. Enumerable.Range(0, network.Batch)];
        _batch = new StepBatch(new Dictionary<string, Tensor> { [_network.Cut[0].Name] = ForwardRun.Pictures(network) }, labels, Targets: null);
    }

    /// <summary>Bytes that values, gradients and scratch memory take.</summary>
    public long Bytes => _network.Executor.ArenaBytes;

    /// <summary>Runs some times and says where the time goes.</summary>
    public StepProfile Profile(WorkerPool pool, int runs)
    {
        StepProfile profile = new();
        (_network.Executor.Observer, pool.Observer) = (profile, profile);
        for (int run = 0; run < runs; run++)
        {
            profile.Note(Run);
        }

        (_network.Executor.Observer, pool.Observer) = (null, null);
        return profile;
    }

    public void Run() => _trainer.Step(_batch, Rate, step: 0);
}
