using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>Keeps a step from going too far when the gradient is large (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013).</summary>
public static class GradientClipping
{
    // As torch.nn.utils.clip_grad_norm_ has it, so that a norm of zero is no division by zero.
    private const double NormSummand = 1e-6;

    /// <summary>
    /// Scales all gradients by one factor so that the Euclidean norm of them together is at most <paramref name="maximum"/>. A norm that is not finite leaves
    /// them as they are: the caller must not step.
    /// </summary>
    /// <param name="parameters">The parameters whose gradients count.</param>
    /// <param name="maximum">Above 0; infinite to measure only.</param>
    /// <returns>The norm before scaling; summed in double, in the order of the parameters.</returns>
    public static double ByGlobalNorm(IEnumerable<Parameter> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        OptionChecks.Require(maximum > 0, nameof(maximum), maximum, "a number above 0");
        Parameter[] all = [.. parameters];
        double sum = 0;
        foreach (Parameter parameter in all)
        {
            sum += SumOfSquaresKernel.Sum(parameter.Gradient.Span);
        }

        double norm = Math.Sqrt(sum);
        double factor = maximum / (norm + NormSummand);
        if (double.IsFinite(norm) && factor < 1)
        {
            foreach (Parameter parameter in all)
            {
                Scale(parameter.Gradient.Span, (float)factor);
            }
        }

        return norm;
    }

    private static void Scale(Span<float> values, float factor)
    {
        int width = System.Numerics.Vector<float>.Count;
        int index = 0;
        for (; index <= values.Length - width; index += width)
        {
            (factor * new System.Numerics.Vector<float>(values[index..])).CopyTo(values[index..]);
        }

        for (; index < values.Length; index++)
        {
            values[index] *= factor;
        }
    }
}
