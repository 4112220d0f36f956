namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Decoding at a part of the size, by the rules of libjpeg. A scale is the number of pixels that 8 become: 8, 4, 2 or 1.</summary>
internal static class JpegScale
{
    internal const int Full = 8;

    /// <summary>The smallest scale that the options allow.</summary>
    internal static int Choose(int width, int height, ImageDecoderOptions options)
    {
        if (options.TargetSize <= 0)
        {
            return Full;
        }

        double needed = options.TargetSize * Math.Max(1.0, options.ReductionGap);
        int side = Math.Min(width, height);
        int scale = Full;
        while (scale > 1 && side >= needed * (2 * Full / scale))
        {
            scale /= 2;
        }

        return scale;
    }

    /// <summary>A side of the picture at a scale, rounded up.</summary>
    internal static int Side(int side, int scale) => ((side * scale) + Full - 1) / Full;

    /// <summary>Samples that each block of a component gives in a row: more than the scale where that spares upsampling.</summary>
    internal static int BlockSize(JpegFrame frame, JpegComponent component, int scale)
    {
        int size = scale;
        while (size < Full
            && frame.MaximumHorizontal * scale % (component.Horizontal * size * 2) == 0
            && frame.MaximumVertical * scale % (component.Vertical * size * 2) == 0)
        {
            size *= 2;
        }

        return size;
    }
}
