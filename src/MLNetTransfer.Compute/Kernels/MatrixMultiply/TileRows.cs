using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Finds the left side of a part of a product: a pointer for each tap and row.</summary>
internal static unsafe class TileRows
{
    /// <summary>
    /// Fills the table [taps, tableRows]. Rows beyond <paramref name="rows"/> repeat the last one, so that a tile may read them.
    /// <paramref name="patches"/> is where patches are gathered: [tableRows, taps, channels], for <see cref="TileSource.Patches"/> only.
    /// </summary>
    public static void Fill(in TileProduct product, int group, int firstRow, int rows, int tableRows, float* patches, float** table)
    {
        switch (product.Source)
        {
            case TileSource.Rows:
                for (int row = 0; row < tableRows; row++)
                {
                    table[row] = product.Left + ((firstRow + Math.Min(row, rows - 1)) * product.LeftStride) + ((nint)group * product.Channels);
                }

                break;
            case TileSource.Pixels:
                FillPixels(product, group, firstRow, rows, tableRows, table);
                break;
            default:
                GatherPatches(product, group, firstRow, rows, patches);
                int length = product.Taps * product.Channels;
                for (int row = 0; row < tableRows; row++)
                {
                    table[row] = patches + ((nint)Math.Min(row, rows - 1) * length);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPixels(in TileProduct product, int group, int firstRow, int rows, int tableRows, float** table)
    {
        ref readonly ConvolutionGeometry geometry = ref product.Geometry;
        int inputHeight = geometry.InputHeight;
        int inputWidth = geometry.InputWidth;
        int kernelWidth = geometry.KernelWidth;
        int dilationX = geometry.DilationX;
        nint channels = geometry.InputChannels;
        float* zeros = product.Zeros;
        PixelCursor cursor = new(geometry, firstRow);
        for (int row = 0; row < rows; row++)
        {
            int left = (cursor.X * geometry.StrideX) - geometry.PadLeft;
            int inputY = (cursor.Y * geometry.StrideY) - geometry.PadTop;
            float* picture = product.Left + ((nint)cursor.Picture * inputHeight * inputWidth * channels) + ((nint)group * product.Channels);
            float** target = table + row;
            for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
            {
                bool isInside = (uint)inputY < (uint)inputHeight;
                float* line = picture + ((nint)inputY * inputWidth * channels);
                int inputX = left;
                for (int kernelX = 0; kernelX < kernelWidth; kernelX++)
                {
                    *target = isInside && (uint)inputX < (uint)inputWidth ? line + (inputX * channels) : zeros;
                    target += tableRows;
                    inputX += dilationX;
                }

                inputY += geometry.DilationY;
            }

            cursor.Advance();
        }

        for (int tap = 0; tap < product.Taps; tap++)
        {
            for (int row = rows; row < tableRows; row++)
            {
                table[((nint)tap * tableRows) + row] = table[((nint)tap * tableRows) + rows - 1];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherPatches(in TileProduct product, int group, int firstRow, int rows, float* patches)
    {
        ref readonly ConvolutionGeometry geometry = ref product.Geometry;
        nint channels = geometry.InputChannels;
        int groupChannels = product.Channels;
        bool isRun = geometry.DilationX == 1 && geometry.Groups == 1;
        int kernelWidth = geometry.KernelWidth;
        PixelCursor cursor = new(geometry, firstRow);
        float* target = patches;
        for (int row = 0; row < rows; row++)
        {
            int left = (cursor.X * geometry.StrideX) - geometry.PadLeft;
            int inputY = (cursor.Y * geometry.StrideY) - geometry.PadTop;
            float* picture = product.Left + ((nint)cursor.Picture * geometry.InputHeight * geometry.InputWidth * channels) + ((nint)group * groupChannels);
            for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
            {
                float* line = picture + ((nint)inputY * geometry.InputWidth * channels);
                if ((uint)inputY >= (uint)geometry.InputHeight)
                {
                    new Span<float>(target, kernelWidth * groupChannels).Clear();
                    target += kernelWidth * groupChannels;
                }
                else if (isRun && left >= 0 && left + kernelWidth <= geometry.InputWidth)
                {
                    new ReadOnlySpan<float>(line + (left * channels), kernelWidth * groupChannels).CopyTo(new Span<float>(target, kernelWidth * groupChannels));
                    target += kernelWidth * groupChannels;
                }
                else
                {
                    for (int kernelX = 0; kernelX < kernelWidth; kernelX++)
                    {
                        int inputX = left + (kernelX * geometry.DilationX);
                        bool isInside = (uint)inputX < (uint)geometry.InputWidth;
                        for (int channel = 0; channel < groupChannels; channel++)
                        {
                            *target++ = isInside ? line[(inputX * channels) + channel] : 0;
                        }
                    }
                }

                inputY += geometry.DilationY;
            }

            cursor.Advance();
        }
    }
}
