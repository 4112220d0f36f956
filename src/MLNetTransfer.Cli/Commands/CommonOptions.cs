using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Cli.Commands;

// Options and arguments that several commands have.
internal static class CommonOptions
{
    internal static Argument<string> CreateModel() => new("model")
    {
        Description = "A model.zip or model.onnx written by train, an ONNX classifier, or the name of a network (see: backbones list).",
        HelpName = "MODEL",
    };

    internal static Option<int> CreateThreads()
    {
        Option<int> option = new("--threads") { Description = "Threads to work with; 0 for all processors.", DefaultValueFactory = _ => 0, HelpName = "N" };
        option.Validators.Add(result => RequireAtLeast(result, 0));
        return option;
    }

    internal static Option<string?> CreateTensorBoard() => new("--tensorboard")
    {
        Description = "Write event files for TensorBoard into this folder while the run goes on (tensorboard --logdir DIR).",
        HelpName = "DIR",
    };

    internal static Option<string> CreateZipInput()
    {
        Option<string> option = new("--zip-input")
        {
            Description = "What an ML.NET application gives the model of model.zip: path (column ImagePath, a text) or image (column Image, an MLImage).",
            DefaultValueFactory = _ => "path",
            HelpName = "path|image",
        };
        option.AcceptOnlyFromAmong("path", "image");
        return option;
    }

    internal static ChainInput ReadZipInput(string name) => name == "image" ? ChainInput.Image : ChainInput.Path;

    internal static Option<double?> CreateMaximumError(string description) => QualityGate.Share("--max-error", description);

    internal static void RequireAtLeast(OptionResult result, int minimum)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < minimum)
        {
            result.AddError(FormattableString.Invariant($"{result.Option.Name} is {value}; expected at least {minimum}."));
        }
    }
}
