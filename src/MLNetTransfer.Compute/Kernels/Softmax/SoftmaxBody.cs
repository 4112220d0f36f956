using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Softmax;

/// <summary>Softmax of some rows a part. Sums run over the lanes of one vector and then over its elements, the same for every row.</summary>
internal readonly unsafe struct SoftmaxBody(int rows, int columns, bool logarithm, float* input, float* output) : IParallelBody
{
    /// <inheritdoc/>
    public void Execute(int index)
    {
        int rowsOfPart = ElementwiseChunks.RowsOf(columns);
        int end = (int)Math.Min(rows, ((long)index + 1) * rowsOfPart);
        for (int row = index * rowsOfPart; row < end; row++)
        {
            Compute(input + ((nint)row * columns), output + ((nint)row * columns));
        }
    }

    private void Compute(float* source, float* target)
    {
        float maximum = Maximum(source);
        float sum = ExponentialSum(source, maximum, target);
        if (logarithm)
        {
            ElementwiseVector.BinaryScalar(default(SubtractOperator), source, maximum, target, columns);
            ElementwiseVector.BinaryScalar(default(SubtractOperator), target, MathF.Log(sum), target, columns);
        }
        else
        {
            ElementwiseVector.BinaryScalar(default(DivideOperator), target, sum, target, columns);
        }
    }

    private float Maximum(float* source)
    {
        float maximum = float.NegativeInfinity;
        int i = 0;
        if (columns >= Vector<float>.Count)
        {
            Vector<float> largest = new(maximum);
            for (; i <= columns - Vector<float>.Count; i += Vector<float>.Count)
            {
                largest = Vector.Max(largest, Vector.Load(source + i));
            }

            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                maximum = MathF.Max(maximum, largest[lane]);
            }
        }

        for (; i < columns; i++)
        {
            maximum = MathF.Max(maximum, source[i]);
        }

        return maximum;
    }

    // For the logarithm the exponentials are summed but not kept: the source may be the target.
    [SkipLocalsInit]
    private float ExponentialSum(float* source, float maximum, float* target)
    {
        Vector<float> shift = new(maximum);
        Vector<float> sums = Vector<float>.Zero;
        nint i = 0;
        for (; i <= columns - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> exponential = VectorMathematics.Exp(Vector.Load(source + i) - shift);
            sums += exponential;
            if (!logarithm)
            {
                exponential.Store(target + i);
            }
        }

        float sum = Vector.Sum(sums);
        nint rest = columns - i;
        if (rest > 0)
        {
            Vector<float> exponential = VectorMathematics.Exp(ElementwiseVector.LoadPartial(source + i, rest) - shift);
            for (int lane = 0; lane < rest; lane++)
            {
                sum += exponential[lane];
            }

            if (!logarithm)
            {
                ElementwiseVector.StorePartial(exponential, target + i, rest);
            }
        }

        return sum;
    }
}
