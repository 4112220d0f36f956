namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Decodes JPEG files (ITU-T T.81, JFIF, Adobe's marker): baseline, extended sequential and progressive with Huffman coding and 8 bits a sample. The
/// pixels are those of
/// libjpeg-turbo with its default settings (accurate integer transform, triangle upsampling of chroma).
/// </summary>
internal static class JpegDecoder
{
    private const int MostWarnings = 16;

    /// <summary>Decodes a file; the picture is not turned by its orientation.</summary>
    /// <exception cref="ImageFormatException">The file is broken, passes a limit, or is of a kind that is not supported.</exception>
    internal static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        JpegFileReader file = new(content, options);
        JpegScan scan = file.ReadToScan() ?? throw new ImageFormatException(ImageFormatError.Truncated, "JPEG: the file ends before the first scan.");
        JpegFrame frame = file.Frame!;
        ColorModel model = ColorConverter.ModelOf(file);
        int scale = JpegScale.Choose(frame.Width, frame.Height, options);
        bool streams = !frame.IsProgressive && scan.Components.Length == frame.Components.Length;
        CheckMemory(frame, scale, streams, options);

        List<string> warnings = [];
        RowWriter writer;
        if (streams)
        {
            writer = new RowWriter(frame, model, scale);
            ScanOutcome outcome = StreamingDecoder.Decode(file, scan, writer);
            Judge(outcome, "the picture", warnings);
            RequireSomething(outcome.Complete, file);
        }
        else
        {
            CoefficientDecoder decoder = new(file);
            long complete = 0;
            int number = 1;
            for (JpegScan? next = scan; next is not null; next = file.ReadToScan(), number++)
            {
                ScanOutcome outcome = decoder.DecodeScan(next);
                Judge(outcome, $"scan {number}", warnings);
                complete += outcome.Complete;
            }

            RequireSomething(complete, file);
            writer = new RowWriter(frame, model, scale);
            decoder.Render(writer);
        }

        return new DecodedImage(writer.Image, InfoOf(file), warnings);
    }

    /// <summary>Reads the head of a file.</summary>
    /// <exception cref="ImageFormatException">The head is broken, passes a limit, or is of a kind that is not supported.</exception>
    internal static ImageInfo Identify(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        JpegFileReader file = new(content, options);
        file.ReadToScan();
        if (file.Frame is null)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, "JPEG: the file ends before the frame header.");
        }

        return InfoOf(file);
    }

    private static ImageInfo InfoOf(JpegFileReader file) => new(ImageFormat.Jpeg, file.Frame!.Width, file.Frame.Height, file.Orientation);

    private static void CheckMemory(JpegFrame frame, int scale, bool streams, ImageDecoderOptions options)
    {
        long pixels = (long)JpegScale.Side(frame.Width, scale) * JpegScale.Side(frame.Height, scale) * Image.Channels;
        long bands = frame.Components.Sum(component => ComponentRows.SizeOf(frame, component, JpegScale.BlockSize(frame, component, scale)));
        long coefficients = streams ? 0 : CoefficientPlane.SizeOf(frame);
        long total = pixels + bands + coefficients;
        if (total > options.MaximumMemory || pixels > Array.MaxLength || coefficients / sizeof(short) > Array.MaxLength)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                $"JPEG of {frame.Width}x{frame.Height} pixels needs {total} bytes to decode, more than the {options.MaximumMemory} allowed; raise MaximumMemory to allow it.");
        }
    }

    private static void Judge(ScanOutcome outcome, string what, List<string> warnings)
    {
        if (outcome.Missing > 0 && warnings.Count < MostWarnings)
        {
            warnings.Add($"JPEG: the data of {what} ends early; {outcome.Missing} of {outcome.Missing + outcome.Complete} units are missing.");
        }
        else if (outcome.Disturbed && warnings.Count < MostWarnings)
        {
            warnings.Add($"JPEG: restart markers of {what} are missing or out of order.");
        }
    }

    private static void RequireSomething(long complete, JpegFileReader file)
    {
        if (complete > 0)
        {
            return;
        }

        throw file.Position >= file.Content.Length - 1
            ? new ImageFormatException(ImageFormatError.Truncated, "JPEG: the file ends before the first unit of its picture.")
            : new ImageFormatException(ImageFormatError.Invalid, "JPEG: the first unit of the picture cannot be decoded.");
    }
}
