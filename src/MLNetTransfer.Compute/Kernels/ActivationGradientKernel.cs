using System.Numerics;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Gradients of the activations that can be had from their results, so that their arguments need not be kept.</summary>
public static class ActivationGradientKernel
{
    /// <summary>
    /// inputGradient = outputGradient times the derivative. Relu and Clip let through what lies strictly inside their limits; LeakyRelu multiplies by alpha below 0.
    /// </summary>
    /// <param name="activation">None, Relu, Clip or LeakyRelu with alpha above 0.</param>
    /// <param name="output">Results of the activation.</param>
    /// <param name="outputGradient">As many.</param>
    /// <param name="inputGradient">As many; may be the memory of <paramref name="outputGradient"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the activation cannot be undone.</exception>
    public static unsafe void Apply(Activation activation, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        KernelArguments.CheckLength(outputGradient.Length, output.Length);
        KernelArguments.CheckLength(inputGradient.Length, output.Length);
        if (!activation.IsClamp && !(activation.Kind == ActivationKind.LeakyRelu && activation.First > 0))
        {
            throw new ArgumentException($"The gradient of {activation.Kind} cannot be had from its result.", nameof(activation));
        }

        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ActivationGradientReference.Apply(activation, output, outputGradient, inputGradient);
            return;
        }

        fixed (float* results = output, given = outputGradient, target = inputGradient)
        {
            Body body = new(activation, results, given, target, output.Length);
            pool.Run(body.PartCount, body);
        }
    }

    private readonly unsafe struct Body(Activation activation, float* output, float* given, float* target, int length) : IParallelBody
    {
        private const int ElementsOfPart = 1 << 14;

        public int PartCount => (length + ElementsOfPart - 1) / ElementsOfPart;

        public void Execute(int index)
        {
            int first = index * ElementsOfPart;
            int end = Math.Min(length, first + ElementsOfPart);
            bool isLeaky = activation.Kind == ActivationKind.LeakyRelu;
            Vector<float> low = new(isLeaky ? 0 : activation.Low);
            Vector<float> high = new(isLeaky ? float.PositiveInfinity : activation.High);
            Vector<float> outside = new(isLeaky ? activation.First : 0);
            int element = first;
            for (; element <= end - Vector<float>.Count; element += Vector<float>.Count)
            {
                Vector<float> result = Vector.Load(output + element);
                Vector<float> gradient = Vector.Load(given + element);
                Vector<int> isInside = isLeaky ? Vector.GreaterThanOrEqual(result, low) : Vector.BitwiseAnd(Vector.GreaterThan(result, low), Vector.LessThan(result, high));
                Vector.ConditionalSelect(isInside, gradient, gradient * outside).Store(target + element);
            }

            ActivationGradientReference.Apply(
                activation,
                new ReadOnlySpan<float>(output + element, end - element),
                new ReadOnlySpan<float>(given + element, end - element),
                new Span<float>(target + element, end - element));
        }
    }
}
