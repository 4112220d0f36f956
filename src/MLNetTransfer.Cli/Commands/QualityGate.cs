using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Commands;

// The options for what must be reached, and the exit code when it is not.
internal sealed class QualityGate
{
    private readonly Option<double?> _accuracy = Share("--min-accuracy", "End with exit code 4 when the accuracy is below this.");
    private readonly Option<double?> _macroF1 = Share("--min-macro-f1", "End with exit code 4 when the mean F1 of the classes is below this.");
    private readonly Option<double?> _top = Share("--min-top-k", "End with exit code 4 when the share of pictures whose class is among the most probable (--top) is below this.");
    private readonly Option<double?> _recall = Share("--min-class-recall", "End with exit code 4 when the recall of any class is below this.");
    private readonly Option<double?> _logLoss = new("--max-log-loss") { Description = "End with exit code 4 when the log loss is above this.", HelpName = "X" };
    private readonly Option<double?> _calibration = Share("--max-ece", "End with exit code 4 when the expected calibration error is above this.");
    private readonly Option<bool> _lowerEnd = new("--gate-on-lower-bound") { Description = "Let the lower end of the 95 % interval of the accuracy reach --min-accuracy, and not only the accuracy itself." };

    internal QualityGate() => _logLoss.Validators.Add(result =>
    {
        if (Number(result.Tokens) is double value && !(value >= 0 && double.IsFinite(value)))
        {
            result.AddError($"--max-log-loss is {result.Tokens[0].Value}; expected 0 or more.");
        }
    });

    // A training run has gates for accuracy and F1 only; more can be asked of evaluate.
    internal IReadOnlyList<Option> TrainingOptions => [_accuracy, _macroF1, _lowerEnd];

    internal IReadOnlyList<Option> AllOptions => [_accuracy, _macroF1, _top, _recall, _logLoss, _calibration, _lowerEnd];

    internal QualityBounds Read(ParseResult result)
    {
        QualityBounds bounds = new()
        {
            MinimumAccuracy = result.GetValue(_accuracy),
            MinimumMacroF1 = result.GetValue(_macroF1),
            MinimumTopAccuracy = result.GetValue(_top),
            MinimumClassRecall = result.GetValue(_recall),
            MaximumLogLoss = result.GetValue(_logLoss),
            MaximumCalibrationError = result.GetValue(_calibration),
            UsesLowerEnd = result.GetValue(_lowerEnd),
        };
        return bounds is { UsesLowerEnd: true, MinimumAccuracy: null }
            ? throw new UsageException("--gate-on-lower-bound says how --min-accuracy is compared; give --min-accuracy with it, such as --min-accuracy 0.9.")
            : bounds;
    }

    // Every bound that is broken is told.
    internal static int Check(CliContext context, EvaluationReport? report, QualityBounds bounds)
    {
        if (!bounds.AsksForSomething)
        {
            return ExitCode.Ok;
        }

        if (report is null)
        {
            context.Environment.Error.WriteLine("error: --min-accuracy and --min-macro-f1 need pictures to evaluate on; there are neither validation nor test pictures.");
            return ExitCode.QualityGate;
        }

        IReadOnlyList<QualityViolation> violations = bounds.Violations(report);
        foreach (QualityViolation violation in violations)
        {
            context.Environment.Error.WriteLine("error: " + Describe(violation, report));
        }

        return violations.Count == 0 ? ExitCode.Ok : ExitCode.QualityGate;
    }

    internal static Option<double?> Share(string name, string description)
    {
        Option<double?> option = new(name) { Description = description, HelpName = "0..1" };
        option.Validators.Add(result =>
        {
            if (Number(result.Tokens) is double value && !(value is >= 0 and <= 1))
            {
                result.AddError($"{name} is {result.Tokens[0].Value}; expected 0 to 1.");
            }
        });
        return option;
    }

    private static double? Number(IReadOnlyList<System.CommandLine.Parsing.Token> tokens) =>
        tokens.Count == 1 && double.TryParse(tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static string Describe(QualityViolation violation, EvaluationReport report)
    {
        (string what, string option) = violation.Figure switch
        {
            QualityFigure.Accuracy => ("The accuracy is", "--min-accuracy"),
            QualityFigure.AccuracyLowerEnd => (FormattableString.Invariant($"The lower end of the 95 % interval of the accuracy ({report.Metrics.Accuracy:0.0000} of {report.Metrics.Images} pictures) is"), "--min-accuracy"),
            QualityFigure.MacroF1 => ("The macro F1 is", "--min-macro-f1"),
            QualityFigure.TopAccuracy => (FormattableString.Invariant($"The share of pictures with their class among the {report.Metrics.TopCount} most probable is"), "--min-top-k"),
            QualityFigure.ClassRecall => ($"The recall of '{violation.ClassName}' is", "--min-class-recall"),
            QualityFigure.LogLoss => ("The log loss is", "--max-log-loss"),
            _ => ("The expected calibration error is", "--max-ece"),
        };
        string side = option.StartsWith("--max", StringComparison.Ordinal) ? "above" : "below";
        return FormattableString.Invariant($"{what} {violation.Value:0.0000}, {side} the {violation.Bound} that {option} asks for.");
    }
}
