using System.CommandLine;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Explanation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal sealed class ExplainCommand
{
    private readonly Argument<string> _model = CommonOptions.CreateModel();

    private readonly Argument<string[]> _inputs = new("inputs")
    {
        Description = "Pictures, folders of pictures, patterns such as 'photos/**/*.jpg', or - for a list of files on standard input.",
        HelpName = "FILE|FOLDER|PATTERN|-",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _errorsOf = new("--errors-of")
    {
        Description = "Instead of pictures a folder of labelled ones: what the model gets most wrong, with the heat of its answer and of the actual class.",
        HelpName = "FOLDER",
    };

    private readonly Option<int> _worst = new("--worst") { Description = "How many errors are explained with --errors-of.", DefaultValueFactory = _ => 20, HelpName = "N" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Draw each picture beside its heat: a .png file for a single picture, else a folder.", HelpName = "FILE|DIR" };
    private readonly Option<string[]> _classes = new("--class", "-c") { Description = "A class to explain; may be given several times. Default the most probable ones.", HelpName = "NAME" };
    private readonly Option<int> _top = new("--top", "-k") { Description = "How many of the most probable classes are explained.", DefaultValueFactory = _ => 1, HelpName = "K" };

    private readonly Option<string> _method = new("--method")
    {
        Description = "gradcam: what the last layer with a spatial extent holds; occlusion: how far the answer falls when a place is covered, slower, for any network.",
        DefaultValueFactory = _ => "gradcam",
        HelpName = "gradcam|occlusion",
    };

    private readonly Option<string?> _layer = new("--layer") { Description = "Node or value that gradcam looks at (see: info --layers); found by itself if not given.", HelpName = "NODE" };
    private readonly Option<int?> _patch = new("--patch") { Description = "Side of the grey patch of occlusion, in pixels of the square that the network sees. Default a fifth of it.", HelpName = "PIXELS" };
    private readonly Option<int?> _stride = new("--stride") { Description = "Pixels from one place of the patch to the next. Default a third of the patch.", HelpName = "PIXELS" };
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly InputOptions _input = new();
    private readonly CliContext _context;

    private ExplainCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new ExplainCommand(context).Build();

    private VerbCommand Build()
    {
        _method.AcceptOnlyFromAmong("gradcam", "occlusion");
        _worst.Validators.Add(result => CommonOptions.RequireAtLeast(result, 1));
        VerbCommand command = new(
            "explain",
            "Shows which places of a picture an answer rests on.",
            ("mlnet-transfer explain runs/flowers/model.zip garden.jpg --output why.png", "The picture beside its heat for the most probable class."),
            ("mlnet-transfer explain runs/flowers/model.zip photos/ --top 2 --output why/", "A file for each picture, with the heat of the two most probable classes."),
            ("mlnet-transfer explain runs/flowers/model.zip --errors-of flowers/val --output errors/", "The pictures that the model is most wrong about: why it answered so, and what spoke for the actual class."),
            ("mlnet-transfer explain model.onnx garden.jpg --class rose --method occlusion --format json", "How the probability of a class falls when places are covered."))
        {
            _model, _inputs, _errorsOf, _worst, _output, _classes, _top, _method, _layer, _patch, _stride, _format, _threads,
        };
        _input.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        ExplanationOptions options = ReadOptions(result);
        string[] inputs = result.GetValue(_inputs)!;
        string? labelled = result.GetValue(_errorsOf);
        if (inputs.Length == 0 == (labelled is null))
        {
            throw new UsageException("Give either pictures or --errors-of with a folder of labelled ones.");
        }

        if (labelled is not null && options.ClassNames.Count > 0)
        {
            throw new UsageException("--errors-of explains the answer and the actual class; leave --class out.");
        }

        IProgressReporter progress = _context.Progress(result);
        using ImageClassifier classifier = ImageClassifier.Load(
            result.GetValue(_model)!, new ImageClassifierOptions { Preprocessing = _input.Read(result), Threads = result.GetValue(_threads) });
        (string Path, ExplanationOptions Options)[] wanted = labelled is null
            ? [.. new PictureInputs(_context.Environment.In).Expand(inputs).Select(path => (path, options))]
            : [.. WorstErrors.Find(classifier, labelled, result.GetValue(_worst), progress, cancellationToken)
                .Select(error => (error.Path, options with { ClassNames = [error.Answer, error.Actual] }))];
        if (wanted.Length == 0 && labelled is not null)
        {
            return ExitCode.Ok;
        }

        List<(string Path, PictureExplanation Explanation)> rows = ExplainAll(classifier, wanted, result.GetValue(_output), progress, cancellationToken);
        if (rows.Count == 0)
        {
            throw new NoPicturesException(wanted.Length == 0 ? "There is nothing to explain: the list is empty." : "None of the files could be explained; the warnings say why.");
        }

        Write(result, rows);
        return ExitCode.Ok;
    }

    private ExplanationOptions ReadOptions(ParseResult result)
    {
        ExplanationOptions options = new()
        {
            Method = result.GetValue(_method) == "occlusion" ? ExplanationMethod.Occlusion : ExplanationMethod.GradCam,
            ClassNames = result.GetValue(_classes) ?? [],
            Top = result.GetValue(_top),
            Layer = result.GetValue(_layer),
            Patch = result.GetValue(_patch),
            Stride = result.GetValue(_stride),
        };
        return options.Validate() is { Count: > 0 } problems ? throw new UsageException(string.Join('\n', problems)) : options;
    }

    private static List<(string Path, PictureExplanation Explanation)> ExplainAll(
        ImageClassifier classifier, (string Path, ExplanationOptions Options)[] wanted, string? output, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ExplanationFiles? files = output is null ? null : ExplanationFiles.In(output, [.. wanted.Select(each => each.Path)]);
        List<(string Path, PictureExplanation Explanation)> rows = [];
        int drawn = 0;
        using (IProgressTask task = progress.Start("Explain", wanted.Length, "pictures"))
        {
            for (int index = 0; index < wanted.Length; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string path = wanted[index].Path;
                if (Explain(classifier, path, wanted[index].Options, progress) is IReadOnlyList<PictureExplanation> explanations)
                {
                    rows.AddRange(explanations.Select(each => (path, each)));
                    if (files is not null)
                    {
                        PictureSheet.Save(ExplanationSheet.Draw(Path.GetFileName(path), explanations), files.PathOf(index));
                        drawn++;
                    }
                }

                task.Advance();
            }
        }

        if (drawn > 0)
        {
            progress.Info($"Drew {Quantity.Count(drawn)} {(drawn == 1 ? "picture" : "pictures")} into {output}.");
        }

        return rows;
    }

    private static IReadOnlyList<PictureExplanation>? Explain(ImageClassifier classifier, string path, ExplanationOptions options, IProgressReporter progress)
    {
        try
        {
            return classifier.Explain(File.ReadAllBytes(path), options);
        }
        catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            progress.Warn($"{path}: {exception.Message}");
            return null;
        }
    }

    private void Write(ParseResult result, List<(string Path, PictureExplanation Explanation)> rows)
    {
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            JsonOutput.Write(_context.Out, json => ExplanationWriter.WriteJson(json, rows));
        }
        else
        {
            ExplanationWriter.WriteTable(_context.Out, rows);
        }
    }
}
