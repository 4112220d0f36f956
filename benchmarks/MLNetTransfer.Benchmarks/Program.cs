using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MLNetTransfer.Benchmarks;
using MLNetTransfer.Benchmarks.Imaging;
using MLNetTransfer.Benchmarks.Networks;

if (args is ["throughput", ..])
{
    return Throughput.Run(args.AsSpan(1), Console.In, Console.Out, Console.Error);
}

if (args is ["pictures", ..])
{
    return PictureRun.Run(args.AsSpan(1), Console.In, Console.Out, Console.Error);
}

// In process, so that MLNETTRANSFER_KERNELS and the DOTNET_ switches of the caller are those of the measurement. A job of the caller takes the place of ours.
IConfig config = DefaultConfig.Instance.AddColumn(new GigaflopsColumn());
if (args.Contains("--job") || args.Contains("-j"))
{
    args = [.. args, "--inProcess"];
}
else
{
    config = config.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
