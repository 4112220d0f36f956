using System.Buffers;
using MLNetTransfer.Compute.Kernels.ColumnSums;
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

    /// <summary>
    /// As <see cref="Apply"/>, for rows of channels, and sums[c] += the sum of inputGradient over the rows: the gradient of a bias in front of the activation, without reading it
    /// from memory once more. The same bits for any number of threads.
    /// </summary>
    /// <param name="activation">None, Relu, Clip or LeakyRelu (slope at least 0).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="output">[rows, columns], results of the activation.</param>
    /// <param name="outputGradient">[rows, columns].</param>
    /// <param name="inputGradient">[rows, columns]; may be the same memory as one of the others.</param>
    /// <param name="sums">[columns], added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together, or the activation is another one.</exception>
    public static void ApplyAndSum(
        Activation activation,
        int rows,
        int columns,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> sums,
        WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        int length = checked(rows * columns);
        KernelArguments.CheckLength(output.Length, length);
        KernelArguments.CheckLength(outputGradient.Length, length);
        KernelArguments.CheckLength(inputGradient.Length, length);
        KernelArguments.CheckLength(sums.Length, columns);
        ArgumentNullException.ThrowIfNull(pool);
        ActivationSlope slope = ActivationSlope.Of(activation);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ElementwiseReference.Binary(new SlopeGradient(slope), output[..length], outputGradient[..length], inputGradient);
            ColumnSumsReference.Add(rows, columns, inputGradient, sums);
        }
        else if (slope.IsOne)
        {
            Run(rows, columns, default(UnitSlope), outputGradient, outputGradient, inputGradient, sums, pool);
        }
        else if (slope.IsClamp)
        {
            Run(rows, columns, new ClampSlope(slope.Low, slope.High), output, outputGradient, inputGradient, sums, pool);
        }
        else
        {
            Run(rows, columns, slope, output, outputGradient, inputGradient, sums, pool);
        }
    }

    private static unsafe void Run<TSlope>(
        int rows, int columns, TSlope slope, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Span<float> sums, WorkerPool pool)
        where TSlope : struct, IGradientSlope
    {
        double[] totals = ArrayPool<double>.Shared.Rent(2 * columns);
        fixed (float* results = output, given = outputGradient, target = inputGradient)
        {
            ColumnReduction.Run(rows, columns, new InFrontTerm<TSlope>(results, given, target, slope), totals, pool);
        }

        for (int column = 0; column < columns; column++)
        {
            sums[column] = (float)(sums[column] + totals[column]);
        }

        ArrayPool<double>.Shared.Return(totals);
    }
}
