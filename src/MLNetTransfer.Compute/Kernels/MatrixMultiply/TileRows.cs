using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Finds the left side of a part of a product: a pointer for each tap and row.</summary>
internal static unsafe class TileRows
{
    /// <summary>
    /// Fills the table [taps, tableRows]. Rows beyond <paramref name="rows"/> repeat the last one, so that a tile may read them.
    /// <paramref name="gathered"/> is room for what must be gathered: [tableRows, taps, channels], for <see cref="TileSource.Lines"/> only.
    /// </summary>
    public static void Fill(in TileProduct product, int group, int firstRow, int rows, int tableRows, float* gathered, float** table)
    {
        switch (product.Source)
        {
            case TileSource.Rows:
                for (int row = 0; row < tableRows; row++)
                {
                    table[row] = product.Left + ((firstRow + Math.Min(row, rows - 1)) * product.LeftStride) + (group * product.LeftGroupStride);
                }

                break;
            case TileSource.Pixels:
                FillPixels(product, group, firstRow, rows, tableRows, table);
                break;
            default:
                FillLines(product, group, firstRow, rows, tableRows, gathered, table);
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
            float* picture = product.Left + ((nint)cursor.Picture * inputHeight * inputWidth * channels) + (group * product.LeftGroupStride);
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

        RepeatLastRow(product.Taps, rows, tableRows, table);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillLines(in TileProduct product, int group, int firstRow, int rows, int tableRows, float* gathered, float** table)
    {
        ref readonly ConvolutionGeometry geometry = ref product.Geometry;
        int inputHeight = geometry.InputHeight;
        int inputWidth = geometry.InputWidth;
        int kernelWidth = geometry.KernelWidth;
        nint channels = geometry.InputChannels;
        nint length = (nint)kernelWidth * product.Channels;
        bool isContiguous = geometry.DilationX == 1 && geometry.Groups == 1;
        PixelCursor cursor = new(geometry, firstRow);
        for (int row = 0; row < rows; row++)
        {
            int left = (cursor.X * geometry.StrideX) - geometry.PadLeft;
            int inputY = (cursor.Y * geometry.StrideY) - geometry.PadTop;
            bool isInPlace = isContiguous && left >= 0 && left + kernelWidth <= inputWidth;
            float* picture = product.Left + ((nint)cursor.Picture * inputHeight * inputWidth * channels) + (group * product.LeftGroupStride);
            float** target = table + row;
            for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
            {
                float* line = picture + ((nint)inputY * inputWidth * channels);
                if ((uint)inputY >= (uint)inputHeight)
                {
                    *target = product.Zeros;
                }
                else if (isInPlace)
                {
                    *target = line + (left * channels);
                }
                else
                {
                    *target = gathered;
                    GatherLine(geometry, line, left, product.Channels, gathered);
                    gathered += length;
                }

                target += tableRows;
                inputY += geometry.DilationY;
            }

            cursor.Advance();
        }

        RepeatLastRow(geometry.KernelHeight, rows, tableRows, table);
    }

    private static void GatherLine(in ConvolutionGeometry geometry, float* line, int left, int groupChannels, float* target)
    {
        nint channels = geometry.InputChannels;
        for (int kernelX = 0; kernelX < geometry.KernelWidth; kernelX++)
        {
            int inputX = left + (kernelX * geometry.DilationX);
            bool isInside = (uint)inputX < (uint)geometry.InputWidth;
            for (int channel = 0; channel < groupChannels; channel++)
            {
                *target++ = isInside ? line[(inputX * channels) + channel] : 0;
            }
        }
    }

    private static void RepeatLastRow(int taps, int rows, int tableRows, float** table)
    {
        for (int tap = 0; tap < taps; tap++)
        {
            for (int row = rows; row < tableRows; row++)
            {
                table[((nint)tap * tableRows) + row] = table[((nint)tap * tableRows) + rows - 1];
            }
        }
    }
}
