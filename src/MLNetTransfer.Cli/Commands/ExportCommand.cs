using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Cli.Commands;

internal static class ExportCommand
{
    internal static Command Create(CliContext context)
    {
        Argument<string> model = new("model") { Description = "A model.zip or model.onnx written by train.", HelpName = "MODEL" };
        Option<string> onnx = new("--onnx") { Description = "The ONNX file to write.", Required = true, HelpName = "FILE" };
        Option<bool> noLabel = new("--no-label") { Description = "Leave out the output 'label' and with it the operators of ai.onnx.ml, which not every runtime has." };
        Option<bool> logits = new("--logits") { Description = "Add the output 'logits', what the softmax makes probabilities of." };
        Option<bool> features = new("--features") { Description = "Add the output 'features', what the head reads." };
        Option<bool> half = new("--half") { Description = "Store the weights with 16 bits: half the file; the network still computes with 32." };
        Option<string[]> verify = new("--verify") { Description = "Pictures, folders or patterns to run through the model and the written file, to compare the answers.", HelpName = "FILE|FOLDER|PATTERN", AllowMultipleArgumentsPerToken = true };
        Option<int> threads = CommonOptions.CreateThreads();
        Option<string> format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        VerbCommand command = new(
            "export",
            "Writes a trained model as an ONNX file for other programs, with preprocessing and class names inside.",
            ("mlnet-transfer export runs/flowers/model.zip --onnx flowers.onnx --verify flowers/val", "The network, and how its answers compare with the model's."),
            ("mlnet-transfer export runs/flowers/model.zip --onnx small.onnx --half --no-label", "Half the size, for a runtime without ai.onnx.ml."))
        {
            model, onnx, noLabel, logits, features, half, verify, threads, format,
        };
        command.SetAction((result, cancellationToken) =>
        {
            string source = result.GetValue(model)!;
            string path = result.GetValue(onnx)!;
            if (Path.GetFullPath(source) == Path.GetFullPath(path))
            {
                throw new UsageException($"--onnx is the model itself ({path}); name another file.");
            }

            OnnxExportOptions options = new()
            {
                Label = !result.GetValue(noLabel),
                Logits = result.GetValue(logits),
                Features = result.GetValue(features),
                HalfWeights = result.GetValue(half),
            };
            string[] pictures = result.GetValue(verify) is { Length: > 0 } inputs ? [.. new PictureInputs(context.Environment.In).Expand(inputs)] : [];
            ModelExport.Write(source, path, options);
            ExportVerification? verification = pictures.Length == 0
                ? null
                : ModelExport.Verify(source, path, pictures, result.GetValue(threads), context.Progress(result), cancellationToken);
            if (verification is { Pictures: 0 })
            {
                throw new NoPicturesException($"{path} was written, but none of the {verification.Skipped} pictures of --verify can be read.");
            }

            Report(context, result.GetValue(format)!, source, path, verification);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Report(CliContext context, string format, string source, string path, ExportVerification? verification)
    {
        long length = new FileInfo(path).Length;
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("file", path);
                json.WriteNumber("bytes", length);
                if (verification is not null)
                {
                    json.WriteNumber("pictures", verification.Pictures);
                    json.WriteNumber("skipped", verification.Skipped);
                    json.WriteNumber("sameClass", verification.SameClass);
                    json.WriteNumber("largestDifference", verification.LargestDifference);
                }

                json.WriteEndObject();
            });
            return;
        }

        context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Written     {path} ({length / 1e6:0.00} MB; {Path.GetFileName(source)} has {new FileInfo(source).Length / 1e6:0.00} MB)\n"));
        if (verification is not null)
        {
            context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Same class  {verification.SameClass} of {verification.Pictures} pictures ({100.0 * verification.SameClass / verification.Pictures:0.00} %)\n"));
            context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Difference  {verification.LargestDifference:0.0e+0} at most, between two probabilities of a class\n"));
            if (verification.Skipped > 0)
            {
                context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Skipped     {verification.Skipped} files that cannot be read as pictures\n"));
            }
        }
    }
}
