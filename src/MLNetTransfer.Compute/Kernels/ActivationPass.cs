using MLNetTransfer.Compute.Kernels.Elementwise;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Applies an activation in place, for kernels that cannot do it while the result is in registers.</summary>
internal static unsafe class ActivationPass
{
    /// <summary>values[r, c] = activation(values[r, c]).</summary>
    public static void Apply(Activation activation, float* values, int rows, int columns, nint stride)
    {
        switch (activation.Kind)
        {
            case ActivationKind.None:
                break;
            case ActivationKind.Relu:
                Apply(default(ReluOperator), values, rows, columns, stride);
                break;
            case ActivationKind.Clip:
                Apply(new ClipOperator(activation.First, activation.Second), values, rows, columns, stride);
                break;
            case ActivationKind.LeakyRelu:
                Apply(new LeakyReluOperator(activation.First), values, rows, columns, stride);
                break;
            case ActivationKind.HardSwish:
                Apply(default(HardSwishOperator), values, rows, columns, stride);
                break;
            case ActivationKind.HardSigmoid:
                Apply(new HardSigmoidOperator(activation.First, activation.Second), values, rows, columns, stride);
                break;
            case ActivationKind.Sigmoid:
                Apply(default(SigmoidOperator), values, rows, columns, stride);
                break;
            default:
                throw new InvalidOperationException($"There is no activation {activation.Kind}.");
        }
    }

    private static void Apply<TOperator>(TOperator function, float* values, int rows, int columns, nint stride)
        where TOperator : struct, IUnaryOperator
    {
        if (columns == stride)
        {
            ElementwiseVector.Unary(function, values, values, (nint)rows * columns);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            float* line = values + (row * stride);
            ElementwiseVector.Unary(function, line, line, columns);
        }
    }
}
