using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>A network run forwards as features and scores are computed: folded and fused.</summary>
internal sealed class ForwardRun(NetworkCase network, WorkerPool pool)
{
    private readonly PictureExecutor _executor = new(GraphOptimizer.OptimizeForInference(network.Build()), pool);
    private readonly Tensor<float> _pictures = Pictures(network);

    public void Run() => _executor.Run(_pictures);

    /// <summary>Runs the batch as one, each operator with all threads, and notes where the time goes.</summary>
    public StepProfile Profile(WorkerPool pool, int runs)
    {
        StepProfile profile = new();
        GraphExecutor executor = new(GraphOptimizer.OptimizeForInference(network.Build()), pool);
        executor.Run(_pictures);
        executor.Observer = profile;
        pool.Observer = profile;
        for (int run = 0; run < runs; run++)
        {
            profile.Note(() => executor.Run(_pictures));
        }

        pool.Observer = null;
        return profile;
    }

    /// <summary>A batch of noise, channels-last as the decoder gives it.</summary>
    public static Tensor<float> Pictures(NetworkCase network)
    {
        Shape shape = new(network.Batch, 3, network.Side, network.Side);
        return Tensor.From(shape, RandomNumbers.Create(shape.Count), MemoryFormat.ChannelsLast);
    }
}
