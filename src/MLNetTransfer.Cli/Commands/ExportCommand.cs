using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

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
        Option<int?> opset = new("--opset") { Description = "The ONNX operator set to write for, 7 to 22, for runtimes that know no later ones. Without it that of the network.", HelpName = "N" };
        Option<bool> half = new("--half") { Description = "Store the weights with 16 bits: half the file; the network still computes with 32." };
        Option<bool> int8 = new("--int8") { Description = "Store weights and values with 8 bits (QDQ form), which runtimes compute with integers: a quarter of the file. Needs --calibrate." };
        Option<bool> fast = new("--fast") { Description = "With --int8: weights of 7 bits with a sign, which runtimes compute faster than those of 8 bits without one; a few more answers differ." };
        Option<string[]> calibrate = new("--calibrate") { Description = "Pictures, folders or patterns that show what values are usual, for --int8: some hundred of the training pictures; at most 256 are read.", HelpName = "FILE|FOLDER|PATTERN", AllowMultipleArgumentsPerToken = true };
        Option<double?> minAgreement = new("--min-agreement") { Description = "End with exit code 4, and write no file, when fewer of the pictures of --verify have the same class.", HelpName = "0..1" };
        Option<string[]> verify = new("--verify") { Description = "Pictures, folders or patterns to run through the model and the written file, to compare the answers.", HelpName = "FILE|FOLDER|PATTERN", AllowMultipleArgumentsPerToken = true };
        Option<int> threads = CommonOptions.CreateThreads();
        Option<string> format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        VerbCommand command = new(
            "export",
            "Writes a trained model as an ONNX file for other programs, with preprocessing and class names inside.",
            ("mlnet-transfer export runs/flowers/model.zip --onnx flowers.onnx --verify flowers/val", "The network, and how its answers compare with the model's."),
            ("mlnet-transfer export runs/flowers/model.zip --onnx small.onnx --half --no-label", "Half the size, for a runtime without ai.onnx.ml."),
            ("mlnet-transfer export runs/flowers/model.zip --onnx int8.onnx --int8 --calibrate flowers/train --verify flowers/val --min-agreement 0.97", "Integers of 8 bits, accepted when they answer as the model does."))
        {
            model, onnx, noLabel, logits, features, opset, half, int8, fast, calibrate, verify, minAgreement, threads, format,
        };
        command.SetAction((result, cancellationToken) =>
        {
            string source = result.GetValue(model)!;
            string path = result.GetValue(onnx)!;
            if (Path.GetFullPath(source) == Path.GetFullPath(path))
            {
                throw new UsageException($"--onnx is the model itself ({path}); name another file.");
            }

            PictureInputs inputs = new(context.Environment.In);
            string[] pictures = result.GetValue(verify) is { Length: > 0 } verified ? [.. inputs.Expand(verified)] : [];
            string[]? calibration = result.GetValue(calibrate) is { Length: > 0 } calibrated ? [.. inputs.Expand(calibrated)] : null;
            double? least = result.GetValue(minAgreement);
            if (result.GetValue(fast) && !result.GetValue(int8))
            {
                throw new UsageException("--fast is for --int8.");
            }

            Check(result.GetValue(int8), result.GetValue(half), calibration is not null, least, pictures.Length > 0);
            if (result.GetValue(opset) is < 7 or > 22)
            {
                throw new UsageException($"--opset {result.GetValue(opset)} is not one that can be written; expected 7 to 22.");
            }

            OnnxExportOptions options = new()
            {
                Label = !result.GetValue(noLabel),
                Logits = result.GetValue(logits),
                Features = result.GetValue(features),
                OperatorSet = result.GetValue(opset),
                HalfWeights = result.GetValue(half),
                CalibrationPictures = calibration,
                FastWeights = result.GetValue(fast),
            };
            IProgressReporter progress = context.Progress(result);
            // Until it is verified the file has another name, so that one that is refused never stands in the place of a good one.
            string written = least is null ? path : $"{path}.unverified";
            try
            {
                ModelExport.Write(source, written, options, result.GetValue(threads), progress, cancellationToken);
                ExportVerification? verification = pictures.Length == 0
                    ? null
                    : ModelExport.Verify(source, written, pictures, result.GetValue(threads), progress, cancellationToken);
                if (verification is { Pictures: 0 })
                {
                    throw new NoPicturesException($"{(written == path ? $"{path} was written, but none" : "None")} of the {verification.Skipped} pictures of --verify can be read.");
                }

                if (least is double gate && verification is not null && verification.SameClass < gate * verification.Pictures)
                {
                    context.Environment.Error.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path} is not written: {verification.SameClass} of {verification.Pictures} pictures have the same class ({(double)verification.SameClass / verification.Pictures:0.0000}), --min-agreement asks for {gate}.\n"));
                    return Task.FromResult(ExitCode.QualityGate);
                }

                if (written != path)
                {
                    File.Move(written, path, overwrite: true);
                }

                Report(context, result.GetValue(format)!, source, path, verification);
                return Task.FromResult(ExitCode.Ok);
            }
            finally
            {
                if (written != path)
                {
                    File.Delete(written);
                }
            }
        });
        return command;
    }

    private static void Check(bool int8, bool half, bool calibrates, double? least, bool verifies)
    {
        if (int8 && half)
        {
            throw new UsageException("--int8 and --half exclude each other.");
        }

        if (int8 != calibrates)
        {
            throw new UsageException(int8 ? "--int8 needs --calibrate with pictures, for instance the training folder." : "--calibrate is for --int8.");
        }

        if (least is < 0 or > 1 || double.IsNaN(least ?? 0))
        {
            throw new UsageException("--min-agreement is a share from 0 to 1.");
        }

        if (least is not null && !verifies)
        {
            throw new UsageException("--min-agreement needs --verify with pictures.");
        }
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
