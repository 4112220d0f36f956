using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Commands;

internal static class QualityGate
{
    // The exit code for an accuracy that must be reached.
    internal static int Check(CliContext context, EvaluationReport? report, double? minimum)
    {
        if (minimum is not double required)
        {
            return ExitCode.Ok;
        }

        if (report is null)
        {
            context.Environment.Error.WriteLine("error: --min-accuracy needs pictures to evaluate on; there are neither validation nor test pictures.");
            return ExitCode.QualityGate;
        }

        if (report.Metrics.Accuracy >= required)
        {
            return ExitCode.Ok;
        }

        context.Environment.Error.WriteLine(FormattableString.Invariant($"error: The accuracy is {report.Metrics.Accuracy:0.0000}, below the {required} that --min-accuracy asks for."));
        return ExitCode.QualityGate;
    }
}
