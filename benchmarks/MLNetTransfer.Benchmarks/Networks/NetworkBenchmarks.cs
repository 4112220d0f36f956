using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>Whole networks, few pictures: what is lost between the kernels shows here.</summary>
public class NetworkBenchmarks
{
    private static readonly WorkerPool TwoThreads = new(2);

    private ForwardRun _forward = null!;
    private StepRun _step = null!;

    [ParamsSource(nameof(Cases))]
    public NetworkCase Case { get; set; } = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<NetworkCase> Cases => [new("resnet18", 224, 4), new("mobilenetv2", 224, 4)];

    private WorkerPool Pool => Threads == 1 ? WorkerPool.Sequential : TwoThreads;

    [GlobalSetup(Target = nameof(Forward))]
    public void SetupForward() => _forward = new ForwardRun(Case, Pool);

    [GlobalSetup(Target = nameof(StepWithBatchStatistics))]
    public void SetupStep() => _step = new StepRun(Case, trainsNormalization: true, Pool);

    [GlobalSetup(Target = nameof(StepWithFixedStatistics))]
    public void SetupFixedStep() => _step = new StepRun(Case, trainsNormalization: false, Pool);

    [Benchmark]
    public void Forward() => _forward.Run();

    [Benchmark]
    public void StepWithBatchStatistics() => _step.Run();

    [Benchmark]
    public void StepWithFixedStatistics() => _step.Run();
}
