using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MLNetTransfer.Benchmarks;
using MLNetTransfer.Benchmarks.Networks;

if (args is ["throughput", ..])
{
    return Throughput.Run(args.AsSpan(1), Console.In, Console.Out, Console.Error);
}

// In process, so that MLNETTRANSFER_KERNELS and the DOTNET_ switches of the caller are those of the measurement.
IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumn(new GigaflopsColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
