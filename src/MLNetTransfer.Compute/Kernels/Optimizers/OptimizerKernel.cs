using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>
/// One step of an optimizer over the numbers of one parameter, as PyTorch defines it; "slope" is gradient + weight decay x value. Every number is computed on
/// its own, so the number of threads changes nothing.
/// </summary>
public static unsafe class OptimizerKernel
{
    /// <summary>Gradient descent: value -= rate slope.</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="gradient">One derivative a value.</param>
    /// <param name="rate">Length of the step.</param>
    /// <param name="weightDecay">Added to the gradient for each unit of the value.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">A buffer is shorter than the values.</exception>
    public static void Descend(Span<float> values, ReadOnlySpan<float> gradient, float rate, float weightDecay, WorkerPool pool)
    {
        KernelArguments.CheckLength(gradient.Length, values.Length);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            OptimizerReference.Descend(values, gradient, rate, weightDecay);
            return;
        }

        Run(new DescentRule(rate, weightDecay), values, gradient, [], [], pool);
    }

    /// <summary>Momentum: velocity = momentum velocity + share slope; value -= rate velocity, or with Nesterov rate (slope + momentum velocity).</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="gradient">One derivative a value.</param>
    /// <param name="velocity">State, zero before the first step.</param>
    /// <param name="constants">The numbers of the step.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">A buffer is shorter than the values.</exception>
    public static void Momentum(Span<float> values, ReadOnlySpan<float> gradient, Span<float> velocity, in MomentumConstants constants, WorkerPool pool)
    {
        KernelArguments.CheckLength(gradient.Length, values.Length);
        KernelArguments.CheckLength(velocity.Length, values.Length);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            OptimizerReference.Momentum(values, gradient, velocity, constants);
            return;
        }

        Run(new MomentumRule(constants), values, gradient, velocity, [], pool);
    }

    /// <summary>Adam: first = keep first + share slope; second = keep second + share slope^2; value = keep value - rate first / (scale sqrt(second) + epsilon).</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="gradient">One derivative a value.</param>
    /// <param name="first">State: mean slope, zero before the first step.</param>
    /// <param name="second">State: mean squared slope, zero before the first step.</param>
    /// <param name="constants">The numbers of the step.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">A buffer is shorter than the values.</exception>
    public static void Adam(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in AdamConstants constants, WorkerPool pool)
    {
        KernelArguments.CheckLength(gradient.Length, values.Length);
        KernelArguments.CheckLength(first.Length, values.Length);
        KernelArguments.CheckLength(second.Length, values.Length);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            OptimizerReference.Adam(values, gradient, first, second, constants);
            return;
        }

        Run(new AdamRule(constants), values, gradient, first, second, pool);
    }

    /// <summary>
    /// RMSprop: square = keep square + share slope^2; direction = slope / (sqrt(square) + epsilon); value -= rate direction, or with a velocity
    /// velocity = momentum velocity + direction; value -= rate velocity.
    /// </summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="gradient">One derivative a value.</param>
    /// <param name="squares">State: mean squared slope, zero before the first step.</param>
    /// <param name="velocity">State, zero before the first step; empty without momentum.</param>
    /// <param name="constants">The numbers of the step.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">A buffer is shorter than the values.</exception>
    public static void RmsProp(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> squares, Span<float> velocity, in RmsPropConstants constants, WorkerPool pool)
    {
        KernelArguments.CheckLength(gradient.Length, values.Length);
        KernelArguments.CheckLength(squares.Length, values.Length);
        KernelArguments.CheckOptionalLength(velocity.Length, values.Length);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            OptimizerReference.RmsProp(values, gradient, squares, velocity, constants);
        }
        else if (velocity.IsEmpty)
        {
            Run(new RmsPropRule(constants), values, gradient, squares, [], pool);
        }
        else
        {
            Run(new RmsPropMomentumRule(constants), values, gradient, squares, velocity, pool);
        }
    }

    /// <summary>A running average: average += share (value - average).</summary>
    /// <param name="averages">Changed in place.</param>
    /// <param name="values">What the averages follow.</param>
    /// <param name="share">0 leaves the averages, 1 replaces them.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">There are fewer values than averages.</exception>
    public static void Average(Span<float> averages, ReadOnlySpan<float> values, float share, WorkerPool pool)
    {
        KernelArguments.CheckLength(values.Length, averages.Length);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            OptimizerReference.Average(averages, values, share);
            return;
        }

        Run(new AverageRule(share), averages, values, [], [], pool);
    }

    private static void Run<TRule>(TRule rule, Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, WorkerPool pool)
        where TRule : struct, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(pool);
        fixed (float* target = values, slopes = gradient, one = first, two = second)
        {
            pool.Run(ElementwiseChunks.Count(values.Length), new UpdateBody<TRule>(rule, target, slopes, one, two, values.Length));
        }
    }
}
