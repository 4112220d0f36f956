using System.Diagnostics;
using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class JpegFuzzTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2.5);
    private static readonly ImageDecoderOptions Limits = new() { MaximumPixels = 1_000_000, MaximumMemory = 16 << 20, MaximumSegments = 500 };

    [Fact]
    public void Decode_ChangedOwnFiles_RaisesOnlyFormatErrors()
    {
        Image picture = TestPictures.Smooth(60, 40);
        Fuzz([JpegEncoder.Encode(picture), JpegEncoder.Encode(picture, 50, false, 2), JpegEncoder.Encode(picture, 100, true, 5)]);
    }

    [SharedDataFact]
    public void Decode_ChangedAwkwardFiles_RaisesOnlyFormatErrors()
    {
        string folder = Repository.SharedPath("awkward");
        Fuzz([.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(content => content.Length is > 100 and < 30_000)]);
    }

    private static void Fuzz(byte[][] files)
    {
        Random random = new(20);
        Stopwatch watch = Stopwatch.StartNew();
        int decoded = 0;
        int refused = 0;
        for (int round = 0; watch.Elapsed < Time; round++)
        {
            byte[] content = Change(files[round % files.Length], random);
            ImageDecoderOptions options = Limits with { TargetSize = random.Next(4) == 0 ? 8 : 0 };
            try
            {
                JpegDecoder.Decode(content, options);
                decoded++;
            }
            catch (ImageFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Round {round}: {exception}\n{Convert.ToBase64String(content)}");
            }
        }

        Assert.True(decoded > 0 && refused > 0, $"{decoded} decoded, {refused} refused: the changes are too weak or too strong.");
    }

    private static byte[] Change(byte[] file, Random random)
    {
        List<byte> content = [.. file];
        for (int changes = random.Next(1, 8); changes > 0 && content.Count > 8; changes--)
        {
            // Most of what decides is in the head.
            int end = random.Next(2) == 0 ? content.Count : Math.Min(700, content.Count);
            int position = random.Next(2, end);
            switch (random.Next(6))
            {
                case 0:
                    content[position] = (byte)random.Next(256);
                    break;
                case 1:
                    content[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    content[position] = 0xFF;
                    break;
                case 3:
                    content.RemoveRange(position, Math.Min(random.Next(1, 20), content.Count - position));
                    break;
                case 4:
                    content.InsertRange(position, content.GetRange(position, Math.Min(random.Next(1, 40), content.Count - position)));
                    break;
                default:
                    if (random.Next(4) == 0)
                    {
                        content.RemoveRange(position, content.Count - position);
                    }

                    break;
            }
        }

        return [.. content];
    }
}
