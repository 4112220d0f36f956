using System.CommandLine;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.Cli.Commands;

// Which trainer, and what ML.NET's own is to do.
internal sealed class StockSwitches
{
    private const string Own = "own";
    private const string MLNet = "mlnet";

    private readonly Option<string> _trainer = new("--trainer") { Description = "own: the engine of this program; mlnet: ML.NET's own image trainer (TensorFlow, a head only), on the same pictures and measured alike.", DefaultValueFactory = _ => Own, HelpName = "own|mlnet" };
    private readonly Option<string?> _architecture = new("--arch") { Description = $"Network of --trainer mlnet: {string.Join(", ", StockArchitecture.All.Select(each => each.Name))}. Default {StockArchitecture.All[0].Name}.", HelpName = "NAME" };
    private readonly Option<string?> _then = new("--then") { Description = "After --trainer mlnet train the same pictures by this program too, in this --mode, and show both.", HelpName = "MODE" };
    private readonly Option<string?> _weights = new("--mlnet-weights") { Description = "Folder with the weights of --arch (a .meta file), which ML.NET would download. Default: where ML.NET keeps them.", HelpName = "DIR" };
    private readonly Option<int?> _epochs = new("--mlnet-epochs") { Description = "Most epochs of --trainer mlnet. Default 200.", HelpName = "N" };
    private readonly Option<int?> _batch = new("--mlnet-batch") { Description = "Pictures of a step of --trainer mlnet. Default 10.", HelpName = "N" };
    private readonly Option<float?> _rate = new("--mlnet-rate") { Description = "A constant learning rate for --trainer mlnet, in place of ML.NET's falling one.", HelpName = "X" };

    internal void AddTo(Command command)
    {
        _trainer.AcceptOnlyFromAmong(Own, MLNet);
        foreach (Option option in new Option[] { _trainer, _architecture, _then, _weights, _epochs, _batch, _rate })
        {
            command.Options.Add(option);
        }
    }

    // The mode of the training that follows, or null.
    internal string? Then(ParseResult result) => result.GetValue(_then);

    // What ML.NET's trainer is to do; null where it is not asked for.
    internal StockTrainingOptions? Read(ParseResult result)
    {
        if (result.GetValue(_trainer) != MLNet)
        {
            Option[] idle = [.. new Option[] { _architecture, _then, _weights, _epochs, _batch, _rate }.Where(option => result.GetResult(option) is not null)];
            return idle.Length == 0 ? null : throw new UsageException($"{idle[0].Name} is for --trainer mlnet.");
        }

        string name = result.GetValue(_architecture) ?? StockArchitecture.All[0].Name;
        StockTrainingOptions defaults = new();
        return defaults with
        {
            Architecture = StockArchitecture.Find(name)
                ?? throw new UsageException($"--arch is '{name}'; expected {string.Join(", ", StockArchitecture.All.Select(each => each.Name))}."),
            Epochs = result.GetValue(_epochs) ?? defaults.Epochs,
            BatchSize = result.GetValue(_batch) ?? defaults.BatchSize,
            Rate = result.GetValue(_rate),
            WeightsFolder = result.GetValue(_weights),
        };
    }
}
