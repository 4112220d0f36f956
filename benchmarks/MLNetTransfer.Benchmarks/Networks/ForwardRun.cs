using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>A network run forwards as features and scores are computed: folded and fused.</summary>
internal sealed class ForwardRun(NetworkCase network, WorkerPool pool)
{
    private readonly GraphExecutor _executor = new(GraphOptimizer.OptimizeForInference(network.Build()), pool);
    private readonly Tensor<float> _pictures = Pictures(network);

    public void Run() => _executor.Run(_pictures);

    /// <summary>A batch of noise, channels-last as the decoder gives it.</summary>
    public static Tensor<float> Pictures(NetworkCase network)
    {
        Shape shape = new(network.Batch, 3, network.Side, network.Side);
        return Tensor.From(shape, RandomNumbers.Create(shape.Count), MemoryFormat.ChannelsLast);
    }
}
