using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels.Reordering;

/// <summary>Transposes a matrix by blocks of 4 x 4.</summary>
internal static unsafe class TransposeBlocks
{
    private const int Side = 4;

    /// <summary>output[c, r] = input[r, c], each with its own distance from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, float* input, nint inputStride, float* output, nint outputStride)
    {
        int wholeRows = rows / Side * Side;
        int column = 0;
        for (; column <= columns - (2 * Side); column += 2 * Side)
        {
            float* source = input + column;
            float* target = output + (column * outputStride);
            for (int row = 0; row < wholeRows; row += Side)
            {
                Transpose4x4(source, inputStride, target, outputStride);
                Transpose4x4(source + Side, inputStride, target + (Side * outputStride), outputStride);
                source += Side * inputStride;
                target += Side;
            }
        }

        if (column <= columns - Side)
        {
            for (int row = 0; row < wholeRows; row += Side)
            {
                Transpose4x4(input + (row * inputStride) + column, inputStride, output + (column * outputStride) + row, outputStride);
            }

            column += Side;
        }

        Copy(input, inputStride, output, outputStride, 0, wholeRows, column, columns);
        Copy(input, inputStride, output, outputStride, wholeRows, rows, 0, columns);
    }

    private static void Copy(
        float* input, nint inputStride, float* output, nint outputStride, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            float* source = input + (firstRow * inputStride) + column;
            float* target = output + (column * outputStride);
            for (int row = firstRow; row < endRow; row++)
            {
                target[row] = *source;
                source += inputStride;
            }
        }
    }

    // Interleaves rows 0 with 2 and 1 with 3, and the results again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* input, nint inputStride, float* output, nint outputStride)
    {
        Vector128<float> row0 = Vector128.Load(input);
        Vector128<float> row1 = Vector128.Load(input + inputStride);
        Vector128<float> row2 = Vector128.Load(input + (2 * inputStride));
        Vector128<float> row3 = Vector128.Load(input + (3 * inputStride));
        Interleave(row0, row2, out Vector128<float> even0, out Vector128<float> even1);
        Interleave(row1, row3, out Vector128<float> odd0, out Vector128<float> odd1);
        Interleave(even0, odd0, out Vector128<float> column0, out Vector128<float> column1);
        Interleave(even1, odd1, out Vector128<float> column2, out Vector128<float> column3);
        column0.Store(output);
        column1.Store(output + outputStride);
        column2.Store(output + (2 * outputStride));
        column3.Store(output + (3 * outputStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<float> first, Vector128<float> second, out Vector128<float> low, out Vector128<float> high)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            low = System.Runtime.Intrinsics.X86.Sse.UnpackLow(first, second);
            high = System.Runtime.Intrinsics.X86.Sse.UnpackHigh(first, second);
        }
        else if (System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported)
        {
            low = System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(first, second);
            high = System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(first, second);
        }
        else
        {
            low = Vector128.Create(first[0], second[0], first[1], second[1]);
            high = Vector128.Create(first[2], second[2], first[3], second[3]);
        }
    }
}
