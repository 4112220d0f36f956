using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>A unary operator over one chunk a part.</summary>
internal readonly unsafe struct UnaryBody<TOperator>(TOperator function, float* input, float* output, int count) : IParallelBody
    where TOperator : struct, IUnaryOperator
{
    /// <inheritdoc/>
    public void Execute(int index)
    {
        int start = index * ElementwiseChunks.Length;
        ElementwiseVector.Unary(function, input + start, output + start, Math.Min(ElementwiseChunks.Length, count - start));
    }
}
