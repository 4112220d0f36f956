using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Takes a gradient back through an activation of which only the result was kept.</summary>
public static class ActivationGradientKernel
{
    /// <summary>
    /// inputGradient[i] = outputGradient[i] times the slope of the activation where its result is output[i]. At a kink the slope is that of the flat side.
    /// </summary>
    /// <param name="activation">None, Relu, Clip, LeakyRelu (slope at least 0), HardSigmoid or Sigmoid: those whose slope follows from the result.</param>
    /// <param name="output">Results of the activation.</param>
    /// <param name="outputGradient">As many elements.</param>
    /// <param name="inputGradient">As many elements; may be the same memory as one of the others.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together, or the slope of the activation does not follow from its result.</exception>
    public static void Apply(
        Activation activation, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool)
    {
        switch (activation.Kind)
        {
            case ActivationKind.Sigmoid:
                ElementwiseKernel.Binary(default(SigmoidResultGradient), output, outputGradient, inputGradient, pool);
                break;
            case ActivationKind.HardSigmoid:
                ElementwiseKernel.Binary(new SlopeGradient(new ActivationSlope(0, 1, activation.First, 0)), output, outputGradient, inputGradient, pool);
                break;
            default:
                ElementwiseKernel.Binary(new SlopeGradient(ActivationSlope.Of(activation)), output, outputGradient, inputGradient, pool);
                break;
        }
    }
}
