using System.CommandLine;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

// What the commands that make a backbone have in common: the network that learns, how it does, and where it goes. Each lists the options among its own.
internal sealed class BackboneSwitches(string network, string files, string sizeOf, int size, FineTuningOptions defaults)
{
    private readonly AugmentationSwitches _augmentation = new("--augment", "standard");

    internal Option<string> Network { get; } = new(network) { Description = $"The network that learns: {FreshArchitecture.Names}; or a pretrained one by name or ONNX file.", DefaultValueFactory = _ => "mobilenetv2-0.5-random", HelpName = "NAME|FILE" };

    internal Option<string> Output { get; } = new("--output", "-o") { Description = $"Folder for {files}.", Required = true, HelpName = "DIR" };

    internal Option<int> Size { get; } = new("--size") { Description = $"Side of the pictures in pixels{sizeOf}.", DefaultValueFactory = _ => size, HelpName = "N" };

    internal Option<int?> Epochs { get; } = new("--epochs") { Description = FormattableString.Invariant($"Passes over the pictures. Default {defaults.Epochs}; more teach more."), HelpName = "N" };

    internal Option<int?> Batch { get; } = new("--batch") { Description = "Pictures of a training step. Default 32.", HelpName = "N" };

    internal Option<double?> Rate { get; } = new("--rate") { Description = "Highest learning rate. Default 2e-3.", HelpName = "X" };

    internal Option<string?> TimeLimit { get; } = new("--time-limit") { Description = "No further epoch is begun after this time: minutes, or h:mm:ss. The rate falls as if there were none.", HelpName = "TIME" };

    internal Option<int> Seed { get; } = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };

    internal Option<bool> Resume { get; } = new("--resume") { Description = "Go on with a run that was stopped in the same output folder." };

    internal Option<int> Threads { get; } = CommonOptions.CreateThreads();

    internal Option<string> Format { get; } = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);

    internal void AddAugmentationTo(Command command) => _augmentation.AddTo(command, withMixing: true);

    internal FineTuningOptions Read(ParseResult result) => defaults with
    {
        Epochs = result.GetValue(Epochs) ?? defaults.Epochs,
        BatchSize = result.GetValue(Batch) ?? defaults.BatchSize,
        Rate = result.GetValue(Rate) ?? defaults.Rate,
        TimeLimit = result.GetValue(TimeLimit) is string time ? TuningSwitches.ReadTime(time) : defaults.TimeLimit,
        Seed = unchecked((ulong)result.GetValue(Seed)),
        Augmentation = _augmentation.Read(result, defaults.Augmentation),
    };
}
