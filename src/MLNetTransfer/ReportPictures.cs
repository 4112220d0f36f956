using System.Diagnostics;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer;

/// <summary>Reads the few pictures that a report shows. What cannot be read, or for which no time is left, is left out; which pictures are chosen never depends on time.</summary>
/// <param name="classNames">Names of the classes.</param>
/// <param name="explain">Draws what the answer with a class rests on over a picture, or gives null; null where nothing can explain.</param>
internal sealed class ReportPictures(IReadOnlyList<string> classNames, Func<ReadOnlyMemory<byte>, string, Image?>? explain)
{
    private const int MostWrongShown = 12;
    private const int LeastSureShown = 8;
    private const int MostExamples = 120;
    private const int MostExamplesOfClass = 4;
    private const int MostExampleClasses = 60;
    private const int AugmentedShown = 3;
    private const int Variants = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly PictureFile _file = new();

    private bool IsOver => Stopwatch.GetElapsedTime(_begun) > Limit;

    /// <summary>The wrong answers that the model was surest of.</summary>
    public IReadOnlyList<PictureExample> MostWrong(IReadOnlyList<PicturePrediction> predictions) => [.. GalleryChoice.MostWrong(predictions, MostWrongShown).Select(Example)];

    /// <summary>The answers that it was least sure of.</summary>
    public IReadOnlyList<PictureExample> LeastSure(IReadOnlyList<PicturePrediction> predictions) => [.. GalleryChoice.LeastSure(predictions, LeastSureShown).Select(Example)];

    /// <summary>A few pictures of each class, spread over the list.</summary>
    public IReadOnlyList<ClassExamples> Examples(IEnumerable<ImageItem> items)
    {
        ILookup<int, ImageItem> byClass = items.ToLookup(item => item.ClassIndex);
        int shown = Math.Min(classNames.Count, MostExampleClasses);
        int each = Math.Clamp(MostExamples / Math.Max(1, shown), 1, MostExamplesOfClass);
        List<ClassExamples> examples = [];
        for (int index = 0; index < shown; index++)
        {
            ImageItem[] all = [.. byClass[index]];
            int count = Math.Min(each, all.Length);
            byte[][] jpegs = [.. Enumerable.Range(0, count).Select(place => Small(all[place * all.Length / count].Path, Thumbnail.ExampleSide)).OfType<byte[]>()];
            if (jpegs.Length > 0)
            {
                examples.Add(new ClassExamples(classNames[index], jpegs));
            }
        }

        return examples;
    }

    /// <summary>Pictures of several classes as training sees them.</summary>
    public IReadOnlyList<AugmentedExample> Augmented(IEnumerable<ImageItem> items, AugmentationOptions options, Preprocessing preprocessing, ulong seed)
    {
        List<AugmentedExample> examples = [];
        foreach (ImageItem item in items.GroupBy(item => item.ClassIndex).Select(group => group.First()).Take(AugmentedShown))
        {
            if (Small(item.Path, Thumbnail.ExampleSide) is byte[] original)
            {
                IReadOnlyList<Image> variants = AugmentationPreview.Create(item.Path, options, preprocessing, Variants, seed);
                examples.Add(new AugmentedExample(classNames[item.ClassIndex], original, [.. variants.Select(variant => Thumbnail.Of(variant, Thumbnail.ExampleSide))]));
            }
        }

        return examples;
    }

    private PictureExample Example(PicturePrediction prediction)
    {
        string predicted = classNames[prediction.Predicted];
        byte[] small = Small(prediction.Path, Thumbnail.GallerySide) ?? [];
        return new PictureExample(
            ShortPath(prediction.Path),
            small,
            small.Length == 0 ? null : Heat(prediction.Path, predicted),
            classNames[prediction.Label],
            predicted,
            prediction.Confidence,
            prediction.LabelProbability);
    }

    private byte[]? Heat(string path, string answer) => explain is not null && !IsOver && Read(path) is ReadOnlyMemory<byte> content && explain(content, answer) is Image image
        ? Thumbnail.Of(image, Thumbnail.GallerySide)
        : null;

    private byte[]? Small(string path, int side) => !IsOver && Read(path) is ReadOnlyMemory<byte> content ? Thumbnail.TryOf(content, side) : null;

    // A file may have gone since it was evaluated; the report then does without it.
    private ReadOnlyMemory<byte>? Read(string path)
    {
        try
        {
            return _file.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            return null;
        }
    }

    // Folder and file name say which picture it is, and nothing of the machine.
    private static string ShortPath(string path)
    {
        string[] parts = path.Split('/', '\\');
        return string.Join('/', parts.TakeLast(2));
    }
}
