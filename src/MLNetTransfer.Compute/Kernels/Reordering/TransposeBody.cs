using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Reordering;

/// <summary>Transposes some input columns (output rows) a part.</summary>
internal readonly unsafe struct TransposeBody : IParallelBody
{
    private const int Side = 8;
    private const int ElementsOfPart = 32768;

    private readonly int _rows;
    private readonly int _columns;
    private readonly nint _inputStride;
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columnsOfPart;
    private readonly int _columnParts;

    /// <summary>Decides how to divide the work, from the sizes alone.</summary>
    public TransposeBody(int batch, int rows, int columns, nint inputStride, float* input, float* output)
    {
        _rows = rows;
        _columns = columns;
        _inputStride = inputStride;
        _input = input;
        _output = output;
        _columnsOfPart = Math.Max(Side, ElementsOfPart / Math.Max(1, rows) / Side * Side);
        _columnParts = (columns + _columnsOfPart - 1) / _columnsOfPart;
        PartCount = rows == 0 ? 0 : batch * _columnParts;
    }

    /// <summary>Number of parts.</summary>
    public int PartCount { get; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        nint matrix = index / _columnParts;
        float* input = _input + (matrix * _rows * _inputStride);
        float* output = _output + (matrix * _rows * _columns);
        int first = index % _columnParts * _columnsOfPart;
        int end = Math.Min(_columns, first + _columnsOfPart);
        int wholeColumns = first + ((end - first) / Side * Side);
        int wholeRows = _rows / Side * Side;
        for (int row = 0; row < wholeRows; row += Side)
        {
            for (int column = first; column < wholeColumns; column += Side)
            {
                TransposeBlock(input + (row * _inputStride) + column, _inputStride, output + ((nint)column * _rows) + row, _rows);
            }
        }

        Copy(input, output, 0, wholeRows, wholeColumns, end);
        Copy(input, output, wholeRows, _rows, first, end);
    }

    private void Copy(float* input, float* output, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                output[((nint)column * _rows) + row] = input[(row * _inputStride) + column];
            }
        }
    }

    // Four 4 x 4 blocks; each interleaves rows 0 with 2 and 1 with 3, and the results again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* input, nint inputStride, float* output, nint outputStride)
    {
        Transpose4x4(input, inputStride, output, outputStride);
        Transpose4x4(input + 4, inputStride, output + (4 * outputStride), outputStride);
        Transpose4x4(input + (4 * inputStride), inputStride, output + 4, outputStride);
        Transpose4x4(input + (4 * inputStride) + 4, inputStride, output + (4 * outputStride) + 4, outputStride);
    }

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
