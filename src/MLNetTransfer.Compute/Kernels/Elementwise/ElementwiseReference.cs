namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The definition of the element-wise drivers.</summary>
internal static class ElementwiseReference
{
    /// <summary>output[i] = operator(input[i]).</summary>
    public static void Unary<TOperator>(TOperator function, ReadOnlySpan<float> input, Span<float> output)
        where TOperator : struct, IUnaryOperator
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = (float)function.Invoke(input[i]);
        }
    }

    /// <summary>output[i] = operator(left[i], right[i mod right.Length]).</summary>
    public static void Binary<TOperator>(TOperator function, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output)
        where TOperator : struct, IBinaryOperator
    {
        for (int i = 0; i < left.Length; i++)
        {
            output[i] = (float)function.Invoke(left[i], right[i % right.Length]);
        }
    }
}
