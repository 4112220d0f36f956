using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Packs what the kernel of a convolution sees at some output pixels into panels [panels, pixels, panel columns], where a column is a tap and a channel of a group: the right side
/// of the product that gives the weight gradient. A part is some pixels of a panel.
/// </summary>
internal readonly unsafe struct WindowPacking : IParallelBody
{
    private const int PixelsOfPart = 256;

    private readonly ConvolutionGeometry _geometry;
    private readonly int _group;
    private readonly int _first;
    private readonly int _count;
    private readonly int _panelColumns;
    private readonly int _columns;
    private readonly float* _input;
    private readonly float* _panels;
    private readonly int _pixelParts;

    public WindowPacking(in ConvolutionGeometry geometry, int group, int first, int count, int panelColumns, float* input, float* panels)
    {
        _geometry = geometry;
        _group = group;
        _first = first;
        _count = count;
        _panelColumns = panelColumns;
        _columns = geometry.KernelHeight * geometry.KernelWidth * geometry.GroupInputChannels;
        _input = input;
        _panels = panels;
        _pixelParts = (count + PixelsOfPart - 1) / PixelsOfPart;
    }

    /// <summary>Number of parts.</summary>
    public int PartCount => (_columns + _panelColumns - 1) / _panelColumns * _pixelParts;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int panel = index / _pixelParts;
        int begin = index % _pixelParts * PixelsOfPart;
        int end = Math.Min(_count, begin + PixelsOfPart);
        int channels = _geometry.GroupInputChannels;
        int column = panel * _panelColumns;
        int endColumn = Math.Min(_columns, column + _panelColumns);
        float* target = _panels + ((nint)panel * _count * _panelColumns);
        int rest = _panelColumns - (endColumn - column);
        if (rest > 0)
        {
            for (int pixel = begin; pixel < end; pixel++)
            {
                new Span<float>(target + ((nint)pixel * _panelColumns) + (endColumn - column), rest).Clear();
            }
        }

        // Run after run of channels under one tap, each over all pixels of the part.
        while (column < endColumn)
        {
            int tap = column / channels;
            int channel = column % channels;
            int length = Math.Min(channels - channel, endColumn - column);
            CopyRun(tap, channel, length, begin, end, target + (column % _panelColumns));
            column += length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRun(int tap, int channel, int length, int begin, int end, float* target)
    {
        ref readonly ConvolutionGeometry geometry = ref _geometry;
        int shiftY = (tap / geometry.KernelWidth * geometry.DilationY) - geometry.PadTop;
        int shiftX = (tap % geometry.KernelWidth * geometry.DilationX) - geometry.PadLeft;
        nint channels = geometry.InputChannels;
        float* source = _input + ((nint)_group * geometry.GroupInputChannels) + channel;
        PixelCursor cursor = new(geometry, _first + begin);
        for (int pixel = begin; pixel < end; pixel++)
        {
            int y = (cursor.Y * geometry.StrideY) + shiftY;
            int x = (cursor.X * geometry.StrideX) + shiftX;
            float* to = target + ((nint)pixel * _panelColumns);
            if ((uint)y < (uint)geometry.InputHeight && (uint)x < (uint)geometry.InputWidth)
            {
                float* from = source + ((((((nint)cursor.Picture * geometry.InputHeight) + y) * geometry.InputWidth) + x) * channels);
                for (int element = 0; element < length; element++)
                {
                    to[element] = from[element];
                }
            }
            else
            {
                new Span<float>(to, length).Clear();
            }

            cursor.Advance();
        }
    }
}
