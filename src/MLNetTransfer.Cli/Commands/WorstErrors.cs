using MLNetTransfer.Datasets;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

// The pictures of a labelled folder that a model is most wrong about: the largest distance between the probability of its answer and that of the actual class first.
internal static class WorstErrors
{
    internal static IReadOnlyList<(string Path, string Answer, string Actual)> Find(
        ImageClassifier classifier, string folder, int most, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ImageDataset dataset = ImageFolder.Scan(folder, new ImageFolderOptions { KnownClasses = classifier.ClassNames });
        foreach (string warning in dataset.Warnings)
        {
            progress.Warn(warning);
        }

        List<(string Path, string Answer, string Actual, float Distance)> errors = [];
        using (IProgressTask task = progress.Start("Errors", dataset.Items.Count, "pictures"))
        {
            IEnumerable<ClassificationResult> answers = classifier.ClassifyAll(dataset.Items.Select(item => item.Path), classifier.ClassNames.Count, task, cancellationToken);
            foreach ((ImageItem item, ClassificationResult answer) in dataset.Items.Zip(answers))
            {
                string actual = dataset.Classes[item.ClassIndex];
                if (answer.Error is not null)
                {
                    progress.Warn($"{item.Path}: {answer.Error}");
                }
                else if (answer.Top[0].Label != actual)
                {
                    float probability = answer.Top.First(each => each.Label == actual).Probability;
                    errors.Add((item.Path, answer.Top[0].Label, actual, answer.Top[0].Probability - probability));
                }
            }
        }

        progress.Info(FormattableString.Invariant(
            $"{errors.Count} of {dataset.Items.Count} pictures are classified wrongly{(errors.Count > most ? FormattableString.Invariant($"; these are the {most} that are most wrong") : "")}."));
        return [.. errors.OrderByDescending(error => error.Distance).Take(most).Select(error => (error.Path, error.Answer, error.Actual))];
    }
}
