using System.Runtime.CompilerServices;
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
        TransposeBlocks.Run(_rows, end - first, input + first, _inputStride, output + ((nint)first * _rows), _rows);
    }
}
