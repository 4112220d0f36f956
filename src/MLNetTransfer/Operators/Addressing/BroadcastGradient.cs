using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>
/// Gradients of operands that were broadcast: terms at every place of the result, summed over the dimensions along which the operand was stretched, in any mix of memory
/// formats. Loops are joined as far as the operands allow. How the work is cut depends on shapes and formats only, so the sums do not depend on the number of threads.
/// </summary>
internal static class BroadcastGradient
{
    private const int ElementsOfPart = 16384;
    private const int MaximumPartialSums = 16;

    /// <summary>Number of floats of scratch memory for one gradient.</summary>
    /// <param name="result">Shape of the result.</param>
    /// <param name="target">Shape of the operand.</param>
    public static int WorkspaceLength(Shape result, Shape target)
    {
        int sums = PartialSums(result.Count, target.Count);
        return sums > 1 ? sums * target.Count : 0;
    }

    /// <summary>target = prior + sum of function(gradient, first, second) over all places of the result that the element of the target was repeated at.</summary>
    /// <param name="function">The term.</param>
    /// <param name="result">Shape over which is summed.</param>
    /// <param name="gradient">Gradient of the result, broadcast to <paramref name="result"/>.</param>
    /// <param name="first">A value of the forward pass, broadcast to it; null where the function does not read it.</param>
    /// <param name="second">A value of the forward pass, broadcast to it; null where the function does not read it.</param>
    /// <param name="target">
    /// Written to. Where its shape is that of the result it may be the memory of an operand that has its shape and format.
    /// </param>
    /// <param name="prior">Added, in the shape and format of the target, whose memory it may be; null for nothing.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static void Apply<TFunction>(
        TFunction function,
        Shape result,
        in Operand<float> gradient,
        Operand<float>? first,
        Operand<float>? second,
        in Operand<float> target,
        Tensor<float>? prior,
        Memory<float> workspace,
        WorkerPool pool)
        where TFunction : struct, IGradientFunction
    {
        Memory<float> memory = target.Tensor.Memory;
        bool isStretched = memory.Length != result.Count;
        bool accumulates = isStretched || prior is not null;
        if (prior is not null)
        {
            CopyPrior(prior, memory);
        }
        else if (isStretched)
        {
            memory.Span.Clear();
        }

        if (result.Count == 0)
        {
            return;
        }

        // The operand whose memory is walked in order comes first.
        int pitch = Math.Max(result.Rank, 1);
        int[] loops = new int[pitch];
        int[] strides = new int[4 * pitch];
        loops[0] = 1;
        result.Dimensions.CopyTo(loops);
        int targetAt = isStretched ? pitch : 0;
        int gradientAt = pitch - targetAt;
        Strides.FillBroadcast(target.Shape, target.Format, result, strides.AsSpan(targetAt, pitch));
        Strides.FillBroadcast(gradient.Shape, gradient.Format, result, strides.AsSpan(gradientAt, pitch));
        FillOptional(TFunction.ReadsFirst ? first : null, result, strides, gradientAt, 2 * pitch);
        FillOptional(TFunction.ReadsSecond ? second : null, result, strides, gradientAt, 3 * pitch);
        int count = StridedLoop.Simplify(loops, strides);

        BroadcastGradientBody<TFunction> body = new()
        {
            Function = function,
            Loops = loops,
            Strides = strides,
            LoopCount = count,
            TargetAt = targetAt,
            GradientAt = gradientAt,
            Gradient = gradient.Tensor.Memory,
            First = TFunction.ReadsFirst ? first!.Value.Tensor.Memory : default,
            Second = TFunction.ReadsSecond ? second!.Value.Tensor.Memory : default,
            Target = memory,
            Accumulates = accumulates,
            OuterOfPart = Math.Max(1, ElementsOfPart / (result.Count / loops[0])),
        };
        int sums = PartialSums(result.Count, memory.Length);
        if (!isStretched || strides[targetAt] != 0)
        {
            pool.Run(PartsOf(loops[0], body.OuterOfPart), body);
        }
        else if (sums <= 1)
        {
            pool.Run(1, body with { OuterOfPart = loops[0] });
        }
        else
        {
            int outer = PartsOf(loops[0], sums);
            int parts = PartsOf(loops[0], outer);
            pool.Run(parts, body with { OuterOfPart = outer, Target = workspace, PartialLength = memory.Length });
            for (int part = 0; part < parts; part++)
            {
                ElementwiseKernel.Binary(default(AddOperator), memory.Span, workspace.Span.Slice(part * memory.Length, memory.Length), memory.Span, pool);
            }
        }
    }

    /// <summary>What the gradient of an input begins with where parts are added to it: the prior, or zeros.</summary>
    public static void Begin(BackwardContext context, int input)
    {
        Tensor<float> gradient = context.InputGradient(input);
        if (context.Prior(input) is { } prior)
        {
            CopyPrior(prior, gradient.Memory);
        }
        else
        {
            gradient.Span.Clear();
        }
    }

    private static void CopyPrior(Tensor<float> prior, Memory<float> target)
    {
        if (!prior.Memory.Equals(target))
        {
            prior.Memory.CopyTo(target);
        }
    }

    // A value that is not read goes along with the gradient, so that it joins all loops.
    private static void FillOptional(Operand<float>? operand, Shape result, int[] strides, int gradientAt, int at)
    {
        int pitch = strides.Length / 4;
        if (operand is { } value)
        {
            Strides.FillBroadcast(value.Shape, value.Format, result, strides.AsSpan(at, pitch));
        }
        else
        {
            strides.AsSpan(gradientAt, pitch).CopyTo(strides.AsSpan(at, pitch));
        }
    }

    private static int PartsOf(int length, int size) => (int)(((long)length + size - 1) / size);

    // Partial sums pay where they are small against what is summed.
    private static int PartialSums(int result, int target) =>
        target == result ? 1 : (int)Math.Clamp(result / Math.Max(ElementsOfPart, 8L * target), 1, MaximumPartialSums);
}
