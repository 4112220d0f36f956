using System.Globalization;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

/// <summary>The pictures of Fixtures/Augmentation/make_fixtures.py, and comparisons with them.</summary>
internal static class FixturePicture
{
    public static Image Load(string name) =>
        ImageDecoder.DecodeFile(Repository.PathOf("tests", "MLNetTransfer.Tests", "Fixtures", "Augmentation", name + ".png")).Image;

    /// <summary>Runs an operation in place on a fixture and compares the result with the fixture that torchvision made of it.</summary>
    public static void AssertInPlace(string source, string expected, Action<Image> operation, int tolerance = 0)
    {
        Image image = Load(source);
        operation(image);
        AssertClose(Load(expected), image, tolerance);
    }

    public static void AssertClose(Image expected, Image actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            int difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            int pixel = i / Image.Channels;
            Assert.True(
                difference <= tolerance,
                $"({pixel % expected.Width}, {pixel / expected.Width}) channel {i % Image.Channels}: expected {expected.Pixels[i]}, found {actual.Pixels[i]}");
        }
    }

    public static string Number(double value) => value.ToString("0.0##", CultureInfo.InvariantCulture);
}
