namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>The definition of a matrix product: plain loops, accumulating in double.</summary>
internal static class MatrixMultiplyReference
{
    /// <summary>C[m, n] = activation(alpha sum over k of op(A)[m, k] op(B)[k, n] + beta C[m, n] + bias[n]).</summary>
    public static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output)
    {
        for (int row = 0; row < geometry.Rows; row++)
        {
            for (int column = 0; column < geometry.Columns; column++)
            {
                double sum = 0;
                for (int k = 0; k < geometry.Inner; k++)
                {
                    double a = left[geometry.TransposeLeft ? (k * geometry.LeftRowStride) + row : (row * geometry.LeftRowStride) + k];
                    double b = right[geometry.TransposeRight ? (column * geometry.Inner) + k : (k * geometry.Columns) + column];
                    sum += a * b;
                }

                int position = (row * geometry.OutputRowStride) + column;
                sum *= geometry.Alpha;
                sum += geometry.Beta == 0 ? 0 : geometry.Beta * output[position];
                sum += bias.IsEmpty ? 0 : bias[column];
                output[position] = (float)activation.Apply(sum);
            }
        }
    }
}
