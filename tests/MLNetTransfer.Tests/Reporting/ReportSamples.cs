using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Inspection;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Tests.Reporting;

/// <summary>A run that could have been.</summary>
internal static class ReportSamples
{
    public static TrainingHistory History(int head = 40, int tuned = 6, int scratch = 6) => new(
    [
        .. Rows(TrainingPhase.Head, head, 0.55, 0.35),
        .. Rows(TrainingPhase.FineTuning, tuned, 0.9, 0.05),
        .. Rows(TrainingPhase.Scratch, scratch, 0.2, 0.3),
    ]);

    public static EvaluationReport Evaluation(params string[] classes)
    {
        MetricsAccumulator metrics = new(classes);
        for (int picture = 0; picture < 20 * classes.Length; picture++)
        {
            float[] probabilities = new float[classes.Length];
            probabilities[(picture % 7 == 0 ? picture + 1 : picture) % classes.Length] = 1;
            metrics.Add(picture % classes.Length, probabilities);
        }

        return new EvaluationReport(metrics.ToMetrics(), []);
    }

    public static ReportData Report() => new()
    {
        Title = "Flowers <&> \"more\"",
        Backbone = "mobilenetv2_1.0",
        TrainingPictures = 2930,
        ValidationPictures = 736,
        Classes = 3,
        Settings = [new("optimizer", "SGD, momentum 0.9"), new("schedule", "cosine")],
        Validation = Evaluation("daisy", "<script>alert(1)</script>", "röse\u0001"),
        HeadValidation = Evaluation("daisy", "rose", "tulip"),
        ScratchValidation = Evaluation("daisy", "rose"),
        History = History(),
        Notices = ["Classes are uneven & so <balanced>."],
        Skipped = [new("a/<b>.jpg", "no picture")],
        Command = "mlnet-transfer train \"my <flowers>\" --seed 1",
    };

    /// <summary>A run with every section: test, validation, comparisons, galleries, findings.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="pictures">Test pictures.</param>
    /// <param name="strength">How good the model is, see <see cref="SampleEvaluation.Create"/>.</param>
    public static ReportData Whole(int classes = 5, int pictures = 400, double strength = 3)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(Name)];
        EvaluationReport test = SampleEvaluation.Create(names, pictures, strength);
        byte[] jpeg = Thumbnail.Of(Drawn(224, 168), Thumbnail.GallerySide);
        byte[] small = Thumbnail.Of(Drawn(128, 96), Thumbnail.ExampleSide);
        PictureExample Example(PicturePrediction each) => new(each.Path[9..], jpeg, jpeg, names[each.Label], names[each.Predicted], each.Confidence, each.LabelProbability);
        return Report() with
        {
            Subject = "Training run",
            Title = string.Join(", ", names.Take(5)) + (classes > 5 ? ", ..." : ""),
            Backbone = "mobilenetv2_1.0, 2.22 M parameters, 1280 features at 'features'",
            Classes = classes,
            TestPictures = pictures,
            Test = test,
            Validation = SampleEvaluation.Create(names, pictures, strength, 2),
            HeadTest = SampleEvaluation.Create(names, pictures, strength * 0.6, 3),
            HeadValidation = SampleEvaluation.Create(names, pictures, strength * 0.98, 2),
            ScratchValidation = SampleEvaluation.Create(names, pictures, strength / 3, 5),
            ClassCounts = [.. names.Select((name, index) => new ClassCount(name, 100 + (37 * index % 61), 20 + (index % 7), pictures / classes))],
            MostWrong = [.. GalleryChoice.MostWrong(test.Predictions, 12).Select(Example)],
            LeastSure = [.. GalleryChoice.LeastSure(test.Predictions, 8).Select(each => Example(each) with { HeatJpeg = null })],
            Examples = [.. names.Take(60).Select(name => new ClassExamples(name, [small, small, small, small]))],
            Augmented = [.. names.Take(3).Select(name => new AugmentedExample(name, small, [small, small, small, small, small]))],
            Augmentation = "random crop of 0.35 to 1 of the area, horizontal flip 0.5",
            RejectionThreshold = 0.55,
            Findings =
            [
                new Finding("exact-duplicates-across-splits", FindingSeverity.Error, "2 test pictures are training pictures too; the test figures are too good by that.", [["train/roses/1.jpg", "val/roses/7.jpg"], ["train/tulips/3.jpg", "val/tulips/9.jpg"]]),
                new Finding("tiny-pictures", FindingSeverity.Warning, "3 pictures are smaller than 64 pixels.", [["a.jpg"], ["b.jpg"], ["c.jpg"]]),
                new Finding("sizes", FindingSeverity.Information, "Pictures have from 180 to 1024 pixels on the shorter side.", []),
            ],
            Phases = [new("scan", 0.034, pictures, "pictures"), new("features", 41.2, 3666, "pictures"), new("head", 1.9, 2930, "pictures"), new("fine-tuning", 312.5, 6, "epochs")],
            PeakMemory = 734_003_200,
            Card = new ReportCard
            {
                Producer = "MLNetTransfer 0.1.0",
                Classes = names,
                Backbone = "mobilenetv2_1.0",
                BackboneSha256 = new string('a', 64),
                BackboneLicence = "Apache-2.0",
                BackboneOrigin = "Trained on ImageNet-1k.",
                Training = "softmax regression, L-BFGS, weight decay 0.01; then the network, AdamW, epoch 5 of 6",
                TrainingPictures = 2930,
                TrainingDataSha256 = new string('b', 64),
                Preprocessing = "shorter side to 224, centre crop of 224",
                Seed = 1,
            },
            FurtherCommands = [new("Measure the model on other pictures:", "mlnet-transfer evaluate runs/flowers/model.zip FOLDER")],
        };
    }

    private static string Name(int index)
    {
        string[] names = ["daisy", "dandelion", "roses", "sunflowers", "tulips"];
        return index < names.Length ? names[index] : FormattableString.Invariant($"{names[index % names.Length]} of kind {index}");
    }

    private static Image Drawn(int width, int height)
    {
        Image image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = 0; x < width; x++)
            {
                double petal = Math.Cos(5 * Math.Atan2(y - (height / 2), x - (width / 2))) * 30;
                bool inside = Math.Sqrt(Math.Pow(x - (width / 2), 2) + Math.Pow(y - (height / 2), 2)) < (height / 3) + petal;
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = inside ? ((byte)220, (byte)(90 + (x / 4)), (byte)140) : ((byte)(40 + (y / 4)), (byte)(110 + (x / 6)), (byte)60);
            }
        }

        return image;
    }

    private static IEnumerable<HistoryRow> Rows(TrainingPhase phase, int count, double start, double gain) => Enumerable.Range(1, count).Select(epoch =>
    {
        double accuracy = start + (gain * (1 - Math.Exp(-3.0 * epoch / count)));
        return new HistoryRow(phase, epoch, 12.5, 1e-3, 1.2 * (1 - accuracy), accuracy, 1.5 * (1 - accuracy) + 0.05, accuracy - 0.02, epoch == count - 1);
    });
}
