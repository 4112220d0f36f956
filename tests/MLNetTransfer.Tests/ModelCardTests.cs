using System.Globalization;
using System.IO.Compression;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Tests;

public sealed class ModelCardTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    [Fact]
    public void Train_Always_PutsTheCardIntoTheZip()
    {
        string card = Read(model.Zip);

        Assert.Contains("3 classes: blue, green, red", card, StringComparison.Ordinal);
        Assert.Contains("## Limits", card, StringComparison.Ordinal);
        Assert.Contains("| blue | 4 | 2 | 0 |", card, StringComparison.Ordinal);
        Assert.Contains("SHA-256: `", card, StringComparison.Ordinal);
        Assert.DoesNotContain(model.Pictures.Folder, card, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_Figures_AreThoseOfTheEvaluation()
    {
        // Nine of ten right; Wilson's interval by hand: (0.9 + 1.92073 / 10 -+ 1.959964 sqrt(0.09 / 10 + 3.84146 / 400)) / 1.384146.
        EvaluationReport report = new(ClassificationMetrics.Compute([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [.. Enumerable.Range(0, 10).SelectMany(index => index is < 5 or 9 ? new[] { 0.75f, 0.25f } : [0.25f, 0.75f])], ["a", "b"]), []);

        string card = ModelCard.ToText(Data(["a", "b"]) with { Test = report, TrainingByClass = [7, 8] });

        Assert.Contains("| test, 10 | 0.9000 | 0.596 to 0.982 | 0.8990 | 0.3975 |", card, StringComparison.Ordinal);
        Assert.Contains("| a | 0.833 | 1.000 |", card, StringComparison.Ordinal);
        Assert.Contains("| b | 8 | 0 | 5 |", card, StringComparison.Ordinal);
        Assert.Contains("10 were used for nothing but the test", card, StringComparison.Ordinal);
        Assert.Contains("10 pictures are too few", card, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_NothingHeldBack_SaysSo() => Assert.Contains("Not measured", ModelCard.ToText(Data(["a", "b"])), StringComparison.Ordinal);

    [Fact]
    public void ToText_NamesWithMarks_StayNames() =>
        Assert.Contains(@"2 classes: a\|b\* \<i\>, c d.", ModelCard.ToText(Data(["a|b* <i>", "c\nd"])), StringComparison.Ordinal);

    [Fact]
    public void ToText_OtherCulture_IsTheSame()
    {
        string expected = ModelCard.ToText(Data(["a", "b"]));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
        try
        {
            Assert.Equal(expected, ModelCard.ToText(Data(["a", "b"])));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static ModelCardData Data(string[] classes) => new()
    {
        Manifest = new ModelManifest
        {
            Classes = classes,
            Preprocessing = Preprocessing.Torch,
            Provenance = new ModelProvenance
            {
                Producer = "MLNetTransfer 0",
                Backbone = "small",
                BackboneSha256 = "ab",
                BackboneLicence = "MIT",
                FeatureNode = "features",
                Head = "softmax regression",
                Seed = -3,
                TrainingPictures = 15,
                TrainingDataSha256 = "cd",
            },
        },
    };

    private static string Read(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(zip);
        using StreamReader reader = new(archive.GetEntry("model-card.md")!.Open());
        return reader.ReadToEnd();
    }
}
