using System.Globalization;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>Inspects labelled pictures before they are trained on, including labels that are probably wrong.</summary>
public static class DatasetInspection
{
    /// <summary>Inspects folders of pictures.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="mislabelled">How to look for wrong labels; null for not at all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="Datasets.DatasetException">A folder is missing or cannot be read, or the model has none of its classes.</exception>
    /// <exception cref="Backbones.MissingModelException">The model or backbone is not on this machine.</exception>
    public static InspectionReport Inspect(InspectionOptions options, MislabelledOptions? mislabelled, IProgressReporter progress, CancellationToken cancellationToken)
    {
        InspectionReport report = DatasetInspector.Inspect(options, progress, cancellationToken);
        if (mislabelled is null)
        {
            return report;
        }

        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        LabelReview review = new(mislabelled, threads, progress, cancellationToken);
        (IReadOnlyList<SuspectLabel> suspects, double share) = review.Run(report);
        if (suspects.Count == 0)
        {
            return report with { Mislabelled = suspects };
        }

        Finding finding = new(
            "suspect-labels",
            FindingSeverity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{suspects.Count} picture{(suspects.Count == 1 ? " looks" : "s look")} as if in the wrong class, the surest first; by the same measure {share * 100:0.0} % of all labels are wrong. Look at them and move what is wrong; a weak network suspects right labels too."),
            [.. suspects.Select(suspect => new[] { suspect.Path })]);
        return report with { Mislabelled = suspects, Findings = [.. report.Findings.Append(finding).OrderByDescending(each => each.Severity)] };
    }
}
