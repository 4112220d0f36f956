using System.CommandLine;

namespace MLNetTransfer.Cli.Commands;

// Whether and how wrong labels are looked for.
internal sealed class LabelSwitches
{
    private readonly Option<bool> _mislabelled = new("--mislabelled") { Description = "Look for wrong labels: heads are trained on parts of the pictures and asked about the others." };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "Look for wrong labels with this trained model instead; best for pictures that it has not learnt from.", HelpName = "MODEL" };
    private readonly Option<string?> _backbone = new("--backbone", "-b") { Description = "With --mislabelled: the network whose features are used, a name or an ONNX file. Default the one that comes along.", HelpName = "NAME|FILE" };
    private readonly Option<string?> _cache = new("--cache") { Description = "Folder of the feature cache.", HelpName = "DIR" };

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _mislabelled, _model, _backbone, _cache })
        {
            command.Options.Add(option);
        }
    }

    internal MislabelledOptions? Read(ParseResult result)
    {
        string? model = result.GetValue(_model);
        string? backbone = result.GetValue(_backbone);
        if (model is not null && backbone is not null)
        {
            throw new UsageException("--model and --backbone were both given; a model brings its own network, so give one of them.");
        }

        return result.GetValue(_mislabelled) || model is not null || backbone is not null
            ? new MislabelledOptions { Model = model, Backbone = backbone, CacheFolder = result.GetValue(_cache) }
            : null;
    }
}
