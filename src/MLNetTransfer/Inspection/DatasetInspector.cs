using System.Diagnostics;
using MLNetTransfer.Datasets;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Inspection;

/// <summary>Inspects folders of labelled pictures: reads and decodes each file once and says what is odd.</summary>
public static class DatasetInspector
{
    /// <summary>Inspects the folders.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="DatasetException">A folder is missing or cannot be read.</exception>
    public static InspectionReport Inspect(InspectionOptions options, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        long begun = Stopwatch.GetTimestamp();
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        FolderScan scan = FolderScan.Of(options);
        InspectedPicture[] pictures = Examine(scan.Pictures, threads, progress, cancellationToken);
        IReadOnlyList<DuplicateGroup> duplicates = DuplicateChecks.Find(pictures, threads, progress, cancellationToken);
        FindingList findings = new();
        DuplicateChecks.Report(duplicates, findings);
        FileChecks.Run(pictures, findings);
        ClassChecks.Run(scan, pictures, options, findings);
        LayoutChecks.Run(scan, findings);
        AppearanceChecks.Run(pictures, options, findings);
        InspectionSummary summary = InspectionSummary.Of(options.Folder, scan, pictures, Stopwatch.GetElapsedTime(begun));
        return new InspectionReport(summary, findings.ToList(), pictures, duplicates);
    }

    private static InspectedPicture[] Examine(IReadOnlyList<FoundPicture> found, int threads, IProgressReporter progress, CancellationToken cancellationToken)
    {
        InspectedPicture[] pictures = new InspectedPicture[found.Count];
        using IProgressTask task = progress.Start("Pictures", found.Count, "pictures");
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            pictures.Length,
            parallel,
            () => new PictureExaminer(),
            (index, _, examiner) =>
            {
                pictures[index] = examiner.Examine(found[index]);
                task.Advance();
                return examiner;
            },
            _ => { });
        return pictures;
    }
}
