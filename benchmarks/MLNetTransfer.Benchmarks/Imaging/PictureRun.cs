using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Inference;

namespace MLNetTransfer.Benchmarks.Imaging;

/// <summary>Seconds of decoding and preparing the pictures of a folder on one thread: our side of benchmarks/peers/pictures.py, with the same arguments.</summary>
internal static class PictureRun
{
    private const int ResizeSize = 256;
    private const int CropSize = 224;

    /// <summary>Reads numbers of runs from the input, one a line, and prints the seconds that they took together; the file contents are in memory before.</summary>
    /// <param name="arguments">FOLDER WHAT COUNT; what is decode, crop or tensor.</param>
    /// <param name="input">Numbers of runs.</param>
    /// <param name="output">Seconds.</param>
    /// <param name="errors">What is wrong with the arguments.</param>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments, TextReader input, TextWriter output, TextWriter errors)
    {
        if (arguments.Length != 3 || !Directory.Exists(arguments[0]) || arguments[1] is not ("decode" or "crop" or "tensor")
            || !int.TryParse(arguments[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            errors.WriteLine("usage: pictures FOLDER decode|crop|tensor COUNT");
            return 2;
        }

        byte[][] files = [.. Directory.GetFiles(arguments[0], "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count).Select(File.ReadAllBytes)];
        Action<byte[]> work = Work(arguments[1]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Length} pictures"));
        output.Flush();
        while (input.ReadLine() is string line && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int runs))
        {
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < runs; run++)
            {
                foreach (byte[] file in files)
                {
                    work(file);
                }
            }

            output.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
            output.Flush();
        }

        return 0;
    }

    /// <summary>What is done with a file.</summary>
    internal static Action<byte[]> Work(string what)
    {
        ImageDecoderOptions toSize = ImageDecoderOptions.Default with { TargetSize = ResizeSize };
        Resizer resizer = new();
        byte[] crop = new byte[CropSize * CropSize * Image.Channels];
        PicturePreprocessor preprocessor = new(Preprocessing.Torch with { ResizeSize = ResizeSize, CropSize = CropSize });
        float[] tensor = new float[preprocessor.InputLength];
        return what switch
        {
            "decode" => file => ImageDecoder.Decode(file),
            "crop" => file => resizer.ResizeShorterSideAndCenterCrop(ImageDecoder.Decode(file, toSize).Image, ResizeSize, CropSize, CropPlacement.WholePixels, ResizeFilter.Bilinear, crop),
            _ => file => preprocessor.Prepare(file, tensor),
        };
    }
}
