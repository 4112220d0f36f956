using BenchmarkDotNet.Attributes;
using MLNetTransfer.Benchmarks.Networks;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Explanation;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Benchmarks.Explanation;

/// <summary>What an explanation costs beside an answer: one picture, one thread.</summary>
public class ExplanationBenchmarks
{
    private const int Patch = 44;
    private const int Stride = 22;

    private Tensor<float> _picture = null!;
    private GraphExecutor _executor = null!;
    private GradCam _gradCam = null!;
    private Occlusion _occlusion = null!;

    [ParamsSource(nameof(Cases))]
    public NetworkCase Case { get; set; } = null!;

    public static IEnumerable<NetworkCase> Cases => [new("mobilenetv2", 224, 1), new("resnet18", 224, 1)];

    [GlobalSetup]
    public void Setup()
    {
        Graph graph = Case.Build();
        _picture = ForwardRun.Pictures(Case);
        _executor = new GraphExecutor(GraphOptimizer.OptimizeForInference(graph), WorkerPool.Sequential);
        _gradCam = new GradCam(graph, null, Case.Side, WorkerPool.Sequential);
        _occlusion = new Occlusion(graph, Case.Side, WorkerPool.Sequential);
    }

    [Benchmark(Baseline = true)]
    public Tensor Answer() => _executor.Run(_picture);

    [Benchmark]
    public HeatMap GradCam()
    {
        _gradCam.Run(_picture);
        return _gradCam.Explain(_picture, 0);
    }

    [Benchmark]
    public HeatMap Occlusion() => _occlusion.Run(_picture.Memory, [0, 0, 0], Patch, Stride, row => row).Explain(0);
}
