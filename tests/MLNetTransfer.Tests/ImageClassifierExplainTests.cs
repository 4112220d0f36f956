using MLNetTransfer.Explanation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Tests.Explanation;

namespace MLNetTransfer.Tests;

public sealed class ImageClassifierExplainTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    [Theory]
    [InlineData(ExplanationMethod.GradCam)]
    [InlineData(ExplanationMethod.Occlusion)]
    public void Explain_MostProbableClass_HasTheProbabilityOfAnAnswer(ExplanationMethod method)
    {
        using ImageClassifier classifier = Load();
        byte[] picture = ColouredPictures.Draw(2, 50);
        LabelProbability expected = classifier.Classify(picture)[0];

        PictureExplanation explanation = classifier.Explain(picture, method: method);

        Assert.Equal(expected.Label, explanation.ClassName);
        Assert.Equal(expected.Probability, explanation.Probability, 1e-4f);
        Assert.Equal(method == ExplanationMethod.GradCam, explanation.Layer is not null);
        Assert.Equal(method, explanation.Method);
    }

    [Fact]
    public void Explain_ClassNames_AnswerInTheirOrder()
    {
        using ImageClassifier classifier = Load();
        byte[] picture = ColouredPictures.Draw(0, 51);

        IReadOnlyList<PictureExplanation> named = classifier.Explain(picture, new ExplanationOptions { ClassNames = ["red", "blue"] });
        IReadOnlyList<PictureExplanation> best = classifier.Explain(picture, new ExplanationOptions { Top = 2 });

        Assert.Equal(["red", "blue"], named.Select(each => each.ClassName));
        Assert.Equal(classifier.Classify(picture, 2).Select(each => each.Label), best.Select(each => each.ClassName));
        Assert.Equal(named[1].Heat.Values.ToArray(), best[0].Heat.Values.ToArray());
    }

    // The picture is red on the left and blue on the right: what speaks for red must not lie where blue does.
    [Fact]
    public void Explain_TwoColours_HeatLiesOnTheSideOfTheClass()
    {
        using ImageClassifier classifier = Load();
        byte[] picture = HalfAndHalf();

        double red = classifier.Explain(picture, "red", ExplanationMethod.Occlusion).CentreX;
        double blue = classifier.Explain(picture, "blue", ExplanationMethod.Occlusion).CentreX;

        Assert.True(red < blue, $"red {red}, blue {blue}");
    }

    [Fact]
    public void Explain_PictureThatIsCropped_PlacesTheHeatOnTheCrop()
    {
        using ImageClassifier classifier = Load();
        Image wide = new(96, 32);
        wide.Pixels.AsSpan().Fill(100);

        PictureExplanation explanation = classifier.Explain(PngEncoder.Encode(wide));
        Image overlay = explanation.Overlay(96);
        Image picture = explanation.Picture(48);

        Assert.Equal((32 / 96.0, 0.0), (explanation.Seen.Left, explanation.Seen.Top), new Near());
        Assert.Equal((32 / 96.0, 1.0), (explanation.Seen.Width, explanation.Seen.Height), new Near());
        Assert.InRange(explanation.CentreX, 32 / 96.0, 64 / 96.0);
        Assert.Equal((96, 32, 48, 16), (overlay.Width, overlay.Height, picture.Width, picture.Height));
        byte pale = (byte)MathF.Round(100 + ((232 - 100) * 0.7f));
        Assert.Equal([pale, pale, pale], overlay.Row(16).Slice(31 * 3, 3).ToArray());
        Assert.NotEqual(pale, overlay.Row(16)[33 * 3]);
        Assert.Equal(pale, overlay.Row(16)[64 * 3]);
    }

    [Fact]
    public void Explain_SeveralThreads_GiveTheSame()
    {
        byte[] picture = HalfAndHalf();
        using ImageClassifier one = Load();
        using ImageClassifier three = ImageClassifier.Load(model.Zip, new ImageClassifierOptions { Threads = 3 });

        Assert.Equal(one.Explain(picture).Heat.Values.ToArray(), three.Explain(picture).Heat.Values.ToArray());
        Assert.Equal(one.Explain(picture).Heat.Values.ToArray(), one.Explain(picture).Heat.Values.ToArray());
    }

    [Fact]
    public void Explain_WrongUse_SaysWhatIsWrong()
    {
        using ImageClassifier classifier = Load();
        byte[] picture = ColouredPictures.Draw(0, 1);

        Assert.Contains("no class 'pink'; it has 'blue', 'green', 'red'", Assert.Throws<ArgumentException>(() => classifier.Explain(picture, "pink")).Message, StringComparison.Ordinal);
        Assert.Contains("belong to Occlusion", Assert.Throws<ArgumentException>(() => classifier.Explain(picture, new ExplanationOptions { Patch = 3 })).Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => classifier.Explain(new byte[5]));
        classifier.Dispose();
        Assert.Throws<ObjectDisposedException>(() => classifier.Explain(picture));
    }

    [Theory]
    [InlineData(0, null, null, ExplanationMethod.GradCam, null, "0 classes are to be explained; expected at least 1.")]
    [InlineData(1, 0, null, ExplanationMethod.Occlusion, null, "The patch has 0 pixels; expected at least 1.")]
    [InlineData(1, null, 0, ExplanationMethod.Occlusion, null, "The stride is 0 pixels; expected at least 1.")]
    [InlineData(1, null, null, ExplanationMethod.Occlusion, "conv", "A layer was given ('conv'), but the method is Occlusion; layers belong to GradCam.")]
    public void Validate_WrongOptions_NamesEachProblem(int top, int? patch, int? stride, ExplanationMethod method, string? layer, string expected) =>
        Assert.Equal([expected], new ExplanationOptions { Top = top, Patch = patch, Stride = stride, Method = method, Layer = layer }.Validate());

    // Two ways that have nothing in common but the network find much the same places.
    [SharedDataFact]
    public void Explain_Photographs_BothMethodsAgree()
    {
        string[] pictures = [.. Directory.GetFiles(Repository.SharedPath("images", "flowers", "val"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        using ImageClassifier classifier = ImageClassifier.Load(Repository.SharedPath("weights", "mobilenetv2_1.0_224_tf_folded.onnx"));

        double[] agreement = [.. Enumerable.Range(0, 8).Select(index => Agreement(classifier, File.ReadAllBytes(pictures[index * pictures.Length / 8])))];

        Assert.True(agreement.Average() > 0.3, string.Join(' ', agreement));
    }

    private static double Agreement(ImageClassifier classifier, byte[] content)
    {
        PictureExplanation first = classifier.Explain(content);
        PictureExplanation second = classifier.Explain(
            content, new ExplanationOptions { ClassNames = [first.ClassName], Method = ExplanationMethod.Occlusion, Patch = 56, Stride = 28 })[0];
        return RankCorrelation.Of(Samples(first.Heat), Samples(second.Heat));

        static float[] Samples(HeatMap heat) => [.. Enumerable.Range(0, 256).Select(index => heat.At(((index % 16) + 0.5) / 16, ((index / 16) + 0.5) / 16))];
    }

    private static byte[] HalfAndHalf()
    {
        Image picture = new(32, 32);
        for (int index = 0; index < picture.Pixels.Length; index += 3)
        {
            bool left = index / 3 % 32 < 16;
            (picture.Pixels[index], picture.Pixels[index + 1], picture.Pixels[index + 2]) = left ? ((byte)220, (byte)40, (byte)30) : ((byte)40, (byte)50, (byte)210);
        }

        return PngEncoder.Encode(picture);
    }

    private ImageClassifier Load() => ImageClassifier.Load(model.Zip, new ImageClassifierOptions { Threads = 1 });

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6;

        public int GetHashCode((double, double) obj) => 0;
    }
}
