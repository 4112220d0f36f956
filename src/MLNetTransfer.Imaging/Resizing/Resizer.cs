namespace MLNetTransfer.Imaging.Resizing;

/// <summary>
/// Resizes and crops pictures with the pixels of Pillow's <c>Image.resize</c> and the sizes of torchvision's <c>Resize</c> and <c>CenterCrop</c>.
/// Keeps its buffers and weights between pictures: use one for each worker, never one from two threads at once.
/// </summary>
public sealed class Resizer
{
    /// <summary>Most bytes of a buffer that is kept for the next picture.</summary>
    private const int LargestKeptBuffer = 1 << 24;

    private readonly ResizePasses _passes;
    private readonly ResizeWeightsCache _weights = new();
    private byte[] _window = [];
    private byte[] _line = [];

    /// <summary>Makes a resizer with the fastest loops of this machine.</summary>
    public Resizer()
        : this(ResizePasses.Best)
    {
    }

    internal Resizer(ResizePasses passes)
    {
        _passes = passes;
    }

    /// <summary>Resizes a picture.</summary>
    /// <param name="source">Any picture.</param>
    /// <param name="width">Pixels in a row of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="filter">The weighting function.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the pixels pass the size of an array.</exception>
    public Image Resize(Image source, int width, int height, ResizeFilter filter) => Resize(source, ImageBox.Whole(source), width, height, filter);

    /// <summary>Resizes a part of a picture; pixels around the box do count where the filter reaches them, as with Pillow's <c>box</c>.</summary>
    /// <param name="source">Any picture.</param>
    /// <param name="box">The part, within the picture.</param>
    /// <param name="width">Pixels in a row of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="filter">The weighting function.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the pixels pass the size of an array.</exception>
    /// <exception cref="ArgumentException">The box is empty or leaves the picture.</exception>
    public Image Resize(Image source, ImageBox box, int width, int height, ResizeFilter filter)
    {
        Image result = new(width, height);
        Resize(source, box, filter, result);
        return result;
    }

    /// <summary>Resizes a part of a picture into one that is already there; pixels around the box do count where the filter reaches them.</summary>
    /// <param name="source">Any picture.</param>
    /// <param name="box">The part, within the picture.</param>
    /// <param name="filter">The weighting function.</param>
    /// <param name="destination">Gives the size of the result and receives it; not the source.</param>
    /// <exception cref="ArgumentException">The box is empty or leaves the picture, or both pictures are the same.</exception>
    public void Resize(Image source, ImageBox box, ResizeFilter filter, Image destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        box.ThrowIfOutside(source);
        if (ReferenceEquals(source.Pixels, destination.Pixels))
        {
            throw new ArgumentException("A picture cannot be resized into itself; give another one.", nameof(destination));
        }

        ResizeAxis columns = new(source.Width, box.Left, box.Right, destination.Width, 0, destination.Width, filter);
        ResizeAxis rows = new(source.Height, box.Top, box.Bottom, destination.Height, 0, destination.Height, filter);
        Run(source, columns, rows, destination.Pixels, destination.Width * Image.Channels);
    }

    /// <summary>Resizes a picture such that its shorter side has a given length; the longer one keeps the proportion, cut to a whole number.</summary>
    /// <param name="source">Any picture.</param>
    /// <param name="size">Length of the shorter side, at least 1.</param>
    /// <param name="filter">The weighting function.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the pixels pass the size of an array.</exception>
    public Image ResizeShorterSide(Image source, int size, ResizeFilter filter)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (long width, long height) = ResizeSize.ShorterSide(source.Width, source.Height, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(width, height), Array.MaxLength, nameof(size));
        return Resize(source, (int)width, (int)height, filter);
    }

    /// <summary>Cuts out the square in the middle; where the picture is smaller, the rest is black.</summary>
    /// <param name="source">Any picture.</param>
    /// <param name="size">Side of the square, at least 1.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the pixels pass the size of an array.</exception>
    public static Image CenterCrop(Image source, int size)
    {
        ArgumentNullException.ThrowIfNull(source);
        Image result = new(size, size);
        (long left, int x, int width) = ResizeSize.CenterCrop(source.Width, size);
        (long top, int y, int height) = ResizeSize.CenterCrop(source.Height, size);
        for (int row = 0; row < height; row++)
        {
            source.Row((int)top + row).Slice((int)left * Image.Channels, width * Image.Channels).CopyTo(result.Row(y + row)[(x * Image.Channels)..]);
        }

        return result;
    }

    /// <summary>
    /// Resizes the shorter side and cuts out the square in the middle, but computes only the pixels of the square: with <see cref="CropPlacement.WholePixels"/> the bytes
    /// of <see cref="ResizeShorterSide"/> followed by <see cref="CenterCrop"/>, with <see cref="CropPlacement.Exact"/> those of
    /// <see cref="Resize(Image, ImageBox, int, int, ResizeFilter)"/> with <see cref="FindCenterCrop"/>.
    /// </summary>
    /// <param name="source">Any picture.</param>
    /// <param name="resizeSize">Length of the shorter side after resizing, at least 1.</param>
    /// <param name="cropSize">Side of the square, at least 1.</param>
    /// <param name="placement">Where the square lies; a square that is larger than the resized picture always lies at whole pixels, with black around the picture.</param>
    /// <param name="filter">The weighting function.</param>
    /// <param name="destinationRgb">Exactly cropSize x cropSize x 3 bytes, RGB interleaved, rows from the top; all are written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void ResizeShorterSideAndCenterCrop(Image source, int resizeSize, int cropSize, CropPlacement placement, ResizeFilter filter, Span<byte> destinationRgb)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(resizeSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cropSize, 1);
        if (destinationRgb.Length != (long)cropSize * cropSize * Image.Channels)
        {
            throw new ArgumentException(
                $"A crop of {cropSize}x{cropSize} has {(long)cropSize * cropSize * Image.Channels} bytes, room for {destinationRgb.Length} was given.", nameof(destinationRgb));
        }

        int stride = cropSize * Image.Channels;
        if (placement == CropPlacement.Exact && cropSize <= resizeSize)
        {
            ImageBox box = FindCenterCrop(source.Width, source.Height, resizeSize, cropSize, placement);
            ResizeAxis boxColumns = new(source.Width, box.Left, box.Right, cropSize, 0, cropSize, filter);
            ResizeAxis boxRows = new(source.Height, box.Top, box.Bottom, cropSize, 0, cropSize, filter);
            Run(source, boxColumns, boxRows, destinationRgb, stride);
            return;
        }

        (long fullWidth, long fullHeight) = ResizeSize.ShorterSide(source.Width, source.Height, resizeSize);
        (long left, int x, int width) = ResizeSize.CenterCrop(fullWidth, cropSize);
        (long top, int y, int height) = ResizeSize.CenterCrop(fullHeight, cropSize);
        if (width < cropSize || height < cropSize)
        {
            destinationRgb.Clear();
        }

        ResizeAxis columns = new(source.Width, 0, source.Width, fullWidth, left, width, filter);
        ResizeAxis rows = new(source.Height, 0, source.Height, fullHeight, top, height, filter);
        Run(source, columns, rows, destinationRgb[((y * stride) + (x * Image.Channels))..], stride);
    }

    /// <summary>The part of a picture that <see cref="ResizeShorterSideAndCenterCrop"/> shows, in pixels of the picture.</summary>
    /// <param name="width">Pixels in a row of the picture, at least 1.</param>
    /// <param name="height">Rows of the picture, at least 1.</param>
    /// <param name="resizeSize">Length of the shorter side after resizing, at least 1.</param>
    /// <param name="cropSize">Side of the square, at least 1; where it is the longer one, the part leaves the picture.</param>
    /// <param name="placement">Where the square lies.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static ImageBox FindCenterCrop(int width, int height, int resizeSize, int cropSize, CropPlacement placement)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resizeSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cropSize, 1);
        if (placement == CropPlacement.Exact && cropSize <= resizeSize)
        {
            double side = Math.Min(width, height) * ((double)cropSize / resizeSize);
            return new ImageBox((float)((width - side) / 2), (float)((height - side) / 2), (float)((width + side) / 2), (float)((height + side) / 2));
        }

        (long fullWidth, long fullHeight) = ResizeSize.ShorterSide(width, height, resizeSize);
        (double left, double right) = Edges(fullWidth, cropSize, (double)width / fullWidth);
        (double top, double bottom) = Edges(fullHeight, cropSize, (double)height / fullHeight);
        return new ImageBox((float)left, (float)top, (float)right, (float)bottom);
    }

    private static (double First, double Last) Edges(long length, int crop, double scale)
    {
        (long source, int destination, _) = ResizeSize.CenterCrop(length, crop);
        return ((source - destination) * scale, (source - destination + crop) * scale);
    }

    private void Run(Image source, ResizeAxis columnAxis, ResizeAxis rowAxis, Span<byte> destination, int destinationStride)
    {
        ResizeWeights columns = _weights.Get(columnAxis);
        ResizeWeights rows = _weights.Get(rowAxis);
        int rowLength = columns.Count * Image.Channels;

        // Horizontally resized rows stand in a window that moves down the picture; its end is copied to its start when it is full.
        int stride = (rowLength + ResizePasses.Block) / ResizePasses.Block * ResizePasses.Block;
        int capacity = Math.Min((2 * rows.Stride) + 16, source.Height + ResizeWeights.GroupSize);
        Span<byte> window = Rent(ref _window, checked(capacity * stride));
        int windowStart = rows.FirstInput;
        int filled = windowStart;
        for (int y = 0; y < rows.Count; y++)
        {
            int first = rows.First(y);
            if (first + rows.Stride > windowStart + capacity)
            {
                int kept = Math.Max(filled - first, 0);
                window.Slice((first - windowStart) * stride, kept * stride).CopyTo(window);
                windowStart = first;
                filled = first + kept;
            }

            for (int end = first + rows.Taps(y); filled < end; filled++)
            {
                FillRow(source, filled, columns, window.Slice((filled - windowStart) * stride, stride));
            }

            Span<byte> output = destination.Slice(y * destinationStride, rowLength);
            if (rowAxis.IsIdentity)
            {
                window.Slice(((int)rowAxis.FirstOutput + y - windowStart) * stride, rowLength).CopyTo(output);
            }
            else
            {
                _passes.Vertical(window[((first - windowStart) * stride)..], stride, rows, y, output);
            }
        }

        Release(ref _window);
        Release(ref _line);
    }

    private void FillRow(Image source, int y, ResizeWeights columns, Span<byte> destination)
    {
        ReadOnlySpan<byte> row = source.Row(y);
        if (columns.Axis.IsIdentity)
        {
            row.Slice((int)columns.Axis.FirstOutput * Image.Channels, columns.Count * Image.Channels).CopyTo(destination);
            return;
        }

        ReadOnlySpan<byte> readable = source.Pixels.AsSpan(y * row.Length);
        if (readable.Length < columns.Reach)
        {
            Span<byte> line = Rent(ref _line, Math.Max(columns.Reach, row.Length));
            row.CopyTo(line);
            readable = line;
        }

        _passes.Horizontal(readable, columns, destination);
    }

    private static Span<byte> Rent(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[length];
        }

        return buffer;
    }

    private static void Release(ref byte[] buffer)
    {
        if (buffer.Length > LargestKeptBuffer)
        {
            buffer = [];
        }
    }
}
