namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Walks over the output pixels of a convolution in the order in which they are stored.</summary>
internal struct PixelCursor
{
    private readonly int _height;
    private readonly int _width;

    /// <summary>Starts at an output pixel, counted over all pictures.</summary>
    public PixelCursor(in ConvolutionGeometry geometry, int pixel)
    {
        _height = geometry.OutputHeight;
        _width = geometry.OutputWidth;
        X = pixel % _width;
        Y = pixel / _width % _height;
        Picture = pixel / _width / _height;
    }

    /// <summary>Number of the picture.</summary>
    public int Picture { get; private set; }

    /// <summary>Output row.</summary>
    public int Y { get; private set; }

    /// <summary>Output column.</summary>
    public int X { get; private set; }

    /// <summary>Goes to the next pixel.</summary>
    public void Advance()
    {
        if (++X == _width)
        {
            X = 0;
            if (++Y == _height)
            {
                Y = 0;
                Picture++;
            }
        }
    }
}
