using System.Globalization;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests;

/// <summary>The files of ../shared/data/awkward against Pillow's and libjpeg-turbo's pixels.</summary>
public sealed class AwkwardFilesTests
{
    // Files that Pillow opens and this project refuses on purpose.
    private static readonly Dictionary<string, string> NotSupported = new(StringComparer.Ordinal)
    {
        ["generated/arith.jpg"] = "arithmetic coding",
        ["generated/arith_prog.jpg"] = "arithmetic coding",
        ["libjpeg-turbo/testimgari.jpg"] = "arithmetic coding",
    };

    // JPEG files whose pixels are not those of libjpeg-turbo, with the largest mean and single difference in levels; all others are equal to the last level.
    private static readonly Dictionary<string, (double Mean, int Largest)> OtherThanLibjpeg = new(StringComparer.Ordinal)
    {
        // libjpeg smooths the blocks whose later scans are missing; here they stay as the file has them.
        ["generated/prog_trunc_50pct.jpg"] = (1.2, 15),
    };

    // PNG, BMP and GIF files that come out otherwise than from Pillow 9.4; all others are equal to the last level.
    private static readonly Dictionary<string, string> OtherThanPillow = new(StringComparer.Ordinal)
    {
        // Pillow 9.4 misreads jumps and 4-bit runs: pal4rle.bmp must look as pal4.bmp does, which Bitmaps_OfTheSameDrawing checks.
        ["bmpsuite/b/badrle.bmp"] = "runs",
        ["bmpsuite/g/pal4rle.bmp"] = "runs",
        ["bmpsuite/q/pal4rletrns.bmp"] = "runs",
        ["bmpsuite/q/pal8rletrns.bmp"] = "runs",

        // Colours beyond the palette: black here, a level of grey in Pillow.
        ["bmpsuite/b/pal8badindex.bmp"] = "palette",

        // 5 and 6 bits to 8: rounded to nearest here, rounded down in Pillow, so the means differ by less than one level.
        ["bmpsuite/g/rgb16-565.bmp"] = "rounding",
        ["bmpsuite/g/rgb16-565pal.bmp"] = "rounding",
        ["bmpsuite/g/rgb16.bmp"] = "rounding",

        // Alpha 0 everywhere: ignored here, as browsers do; all white in Pillow.
        ["pillow/rgb32bf-abgr.bmp"] = "alpha",

        // Screen around the first frame: background here, as in browsers; colour 0 in Pillow.
        ["image-rs/gif/anim/border_touching_layers.gif"] = "screen",
        ["image-rs/gif/anim/issue_1455_undersized.gif"] = "screen",
    };

    [SharedDataFact]
    public void Decode_EveryFile_IsAPictureOrAnImageFormatException()
    {
        int pictures = 0;
        int refusals = 0;
        foreach (string path in Directory.EnumerateFiles(Repository.SharedPath("awkward"), "*", SearchOption.AllDirectories))
        {
            try
            {
                ImageDecoder.DecodeFile(path);
                pictures++;
            }
            catch (ImageFormatException exception)
            {
                Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
                refusals++;
            }
        }

        Assert.InRange(pictures, 400, int.MaxValue);
        Assert.InRange(refusals, 20, 80);
    }

    [SharedDataFact]
    public void Decode_EveryFileOfASupportedKindThatPillowOpens_IsAPictureOfTheSameSize()
    {
        List<string> problems = [];
        int count = 0;
        foreach (string[] fields in Manifest().Where(fields => fields[11] == "ok" && fields[7] is "JPEG" or "PNG" or "BMP" or "GIF"))
        {
            count++;
            try
            {
                DecodedImage decoded = ImageDecoder.DecodeFile(PathOf(fields[0]), new ImageDecoderOptions { ApplyOrientation = false });
                string size = string.Create(CultureInfo.InvariantCulture, $"{decoded.Image.Width}x{decoded.Image.Height}");
                if (size != fields[9] || NotSupported.ContainsKey(fields[0]))
                {
                    problems.Add($"{fields[0]}: {size} instead of {fields[9]}");
                }

                if (!fields[7].Equals(decoded.Info.Format.ToString(), StringComparison.OrdinalIgnoreCase) || decoded.Info != ImageDecoder.Identify(File.ReadAllBytes(PathOf(fields[0]))))
                {
                    problems.Add($"{fields[0]}: {decoded.Info} instead of {fields[7]}");
                }
            }
            catch (ImageFormatException exception)
            {
                if (!NotSupported.TryGetValue(fields[0], out string? reason) || !exception.Message.Contains(reason, StringComparison.Ordinal))
                {
                    problems.Add(exception.Message);
                }
            }
        }

        Assert.Empty(problems);
        Assert.InRange(count, 350, int.MaxValue);
    }

    [SharedDataFact]
    public void Decode_JpegWithReference_HasThePixelsOfLibjpegTurbo()
    {
        List<string> problems = [];
        int count = 0;
        foreach (string name in Manifest().Select(fields => fields[0]).Where(name => !NotSupported.ContainsKey(name)))
        {
            string? reference = ReferenceOf(name);
            if (reference is null)
            {
                continue;
            }

            count++;
            ImageDecoderOptions options = new() { ApplyOrientation = false };
            Image image = ImageDecoder.DecodeFile(PathOf(name), options).Image;
            Image expected = ImageDecoder.DecodeFile(reference, options).Image;
            Assert.Equal((expected.Width, expected.Height), (image.Width, image.Height));
            (double mean, int largest) = Difference(image.Pixels, expected.Pixels);
            (double Mean, int Largest) allowed = OtherThanLibjpeg.GetValueOrDefault(name);
            if (mean > allowed.Mean || largest > allowed.Largest)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: mean difference {mean:F4}, largest {largest}"));
            }
        }

        Assert.Empty(problems);
        Assert.InRange(count, 40, int.MaxValue);
    }

    [SharedDataFact]
    public void Decode_PngBmpAndGif_HaveThePixelsOfPillow()
    {
        List<string> problems = [];
        string[] lines = File.ReadAllLines(Repository.PathOf("tests", "MLNetTransfer.Imaging.Tests", "Fixtures", "expected-pixels.tsv"))[1..];
        Assert.InRange(lines.Length, 290, int.MaxValue);
        foreach (string[] fields in lines.Select(line => line.Split('\t')))
        {
            Image image = ImageDecoder.DecodeFile(PathOf(fields[0])).Image;
            string size = string.Create(CultureInfo.InvariantCulture, $"{image.Width}\t{image.Height}");
            string crc = PngCrc.Compute(image.Pixels).ToString("X8", CultureInfo.InvariantCulture);
            bool equal = crc == fields[3];
            bool named = OtherThanPillow.TryGetValue(fields[0], out string? reason);
            if (size != $"{fields[1]}\t{fields[2]}" || equal == named || (reason == "rounding" && !MeansAreNear(image, fields)))
            {
                problems.Add($"{fields[0]}: {size} {crc} instead of {string.Join(' ', fields[1..])}");
            }
        }

        Assert.Empty(problems);
    }

    // The suite draws one picture in many ways: what Pillow does not read, or reads wrongly, is compared with a sibling of its own kind. The file of 11, 11
    // and 10 bits was itself rounded from 8 bits, which leaves one level on 1 of 200 values.
    [SharedDataTheory]
    [InlineData("g/pal4rle.bmp", "g/pal4.bmp", 0)]
    [InlineData("g/pal8rle.bmp", "g/pal8.bmp", 0)]
    [InlineData("g/rgb32bf.bmp", "g/rgb32.bmp", 0)]
    [InlineData("b/rletopdown.bmp", "g/pal8.bmp", 0)]
    [InlineData("b/badpalettesize.bmp", "g/pal8.bmp", 0)]
    [InlineData("q/pal8os2v2-16.bmp", "g/pal8os2.bmp", 0)]
    [InlineData("q/pal8oversizepal.bmp", "g/pal8.bmp", 0)]
    [InlineData("q/rgb32h52.bmp", "g/rgb32.bmp", 0)]
    [InlineData("q/rgb32-111110.bmp", "g/rgb32.bmp", 1)]
    [InlineData("q/rgba32abf.bmp", "q/rgba32.bmp", 0)]
    [InlineData("q/rgba32h56.bmp", "q/rgba32.bmp", 0)]
    public void Bitmaps_OfTheSameDrawing_HaveTheSamePixels(string name, string sibling, int allowed)
    {
        byte[] pixels = ImageDecoder.DecodeFile(PathOf($"bmpsuite/{name}")).Image.Pixels;
        byte[] expected = ImageDecoder.DecodeFile(PathOf($"bmpsuite/{sibling}")).Image.Pixels;

        (double mean, int largest) = Difference(pixels, expected);
        Assert.Equal(allowed, largest);
        Assert.InRange(mean, 0, 0.01);
    }

    private static IEnumerable<string[]> Manifest() => File.ReadLines(PathOf("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t'));

    private static string PathOf(string name) => Repository.SharedPath(["awkward", .. name.Split('/')]);

    // A reference is named after its file, with "WARN" where libjpeg-turbo had something to say.
    private static string? ReferenceOf(string name)
    {
        string flat = name.Replace('/', '_').Replace(' ', '_');
        return new[] { ".png", ".WARN.png" }.Select(ending => PathOf($"ref/{flat}{ending}")).FirstOrDefault(File.Exists);
    }

    private static (double Mean, int Largest) Difference(byte[] pixels, byte[] expected)
    {
        Assert.Equal(expected.Length, pixels.Length);
        long sum = 0;
        int largest = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            int difference = Math.Abs(pixels[i] - expected[i]);
            sum += difference;
            largest = Math.Max(largest, difference);
        }

        return ((double)sum / pixels.Length, largest);
    }

    private static bool MeansAreNear(Image image, string[] fields)
    {
        for (int channel = 0; channel < Image.Channels; channel++)
        {
            double mean = image.Pixels.Where((_, at) => at % Image.Channels == channel).Average(value => (double)value);
            if (Math.Abs(mean - double.Parse(fields[4 + channel], CultureInfo.InvariantCulture)) >= 1)
            {
                return false;
            }
        }

        return true;
    }
}
