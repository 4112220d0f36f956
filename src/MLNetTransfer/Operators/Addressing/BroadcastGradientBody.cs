using System.Numerics;
using System.Runtime.InteropServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>A range of the outermost loop of <see cref="BroadcastGradient"/>; operands lie at multiples of the number of loops in <see cref="Strides"/>.</summary>
internal readonly record struct BroadcastGradientBody<TFunction> : IParallelBody
    where TFunction : struct, IGradientFunction
{
    /// <summary>The term.</summary>
    public required TFunction Function { get; init; }

    /// <summary>Length of each loop.</summary>
    public required int[] Loops { get; init; }

    /// <summary>Strides of target and gradient (where <see cref="TargetAt"/> and <see cref="GradientAt"/> say), first and second value.</summary>
    public required int[] Strides { get; init; }

    /// <summary>Number of loops that are in use.</summary>
    public required int LoopCount { get; init; }

    public required int TargetAt { get; init; }

    public required int GradientAt { get; init; }

    public required Memory<float> Gradient { get; init; }

    public required Memory<float> First { get; init; }

    public required Memory<float> Second { get; init; }

    public required Memory<float> Target { get; init; }

    /// <summary>Whether the term is added to what the target holds.</summary>
    public required bool Accumulates { get; init; }

    /// <summary>Turns of the outermost loop that a part does.</summary>
    public required int OuterOfPart { get; init; }

    /// <summary>Elements of a partial sum, 0 where parts write to the target itself.</summary>
    public int PartialLength { get; init; }

    public void Execute(int index)
    {
        int begin = index * OuterOfPart;
        int turns = Math.Min(Loops[0] - begin, OuterOfPart);
        if (PartialLength > 0)
        {
            Target.Span.Slice(index * PartialLength, PartialLength).Clear();
        }

        // All loops but the two innermost are walked here; the outermost is cut to the range of the part.
        int pitch = Loops.Length;
        int walked = Math.Max(LoopCount - 2, 0);
        Span<int> loops = stackalloc int[LoopCount];
        Loops.AsSpan(0, LoopCount).CopyTo(loops);
        loops[0] = turns;
        Span<int> counters = stackalloc int[walked];
        counters.Clear();
        Span<int> offsets = stackalloc int[4];
        for (int operand = 0; operand < 4; operand++)
        {
            offsets[operand] = begin * Strides[operand * pitch];
        }

        int rows = LoopCount > 1 ? loops[LoopCount - 2] : 1;
        int length = loops[LoopCount - 1];
        Span<float> target = Target.Span[(index * PartialLength)..];
        do
        {
            AddRows(rows, length, offsets, target);
        }
        while (StridedLoop.Advance(loops, Strides, pitch, counters, offsets));
    }

    private void AddRows(int rows, int length, ReadOnlySpan<int> offsets, Span<float> targets)
    {
        int inner = LoopCount - 1;
        int outer = Math.Max(LoopCount - 2, 0);
        int pitch = Loops.Length;
        int targetStep = Strides[TargetAt + inner];
        int gradientStep = Strides[GradientAt + inner];
        int firstStep = Strides[(2 * pitch) + inner];
        int secondStep = Strides[(3 * pitch) + inner];
        bool isVector = targetStep is 0 or 1 && gradientStep is 0 or 1 && (!TFunction.ReadsFirst || firstStep is 0 or 1) && (!TFunction.ReadsSecond || secondStep is 0 or 1);
        int target = offsets[TargetAt / pitch];
        int gradient = offsets[GradientAt / pitch];
        int first = offsets[2];
        int second = offsets[3];
        ReadOnlySpan<float> gradients = Gradient.Span;
        ReadOnlySpan<float> firsts = First.Span;
        ReadOnlySpan<float> seconds = Second.Span;
        for (int row = 0; row < rows; row++)
        {
            if (isVector)
            {
                AddRow(
                    length,
                    gradients.Slice(gradient, gradientStep == 0 ? 1 : length),
                    TFunction.ReadsFirst ? firsts.Slice(first, firstStep == 0 ? 1 : length) : default,
                    TFunction.ReadsSecond ? seconds.Slice(second, secondStep == 0 ? 1 : length) : default,
                    targets.Slice(target, targetStep == 0 ? 1 : length),
                    targetStep == 0);
            }
            else
            {
                for (int index = 0; index < length; index++)
                {
                    Store(
                        ref targets[target + (index * targetStep)],
                        Invoke(
                            gradients[gradient + (index * gradientStep)],
                            TFunction.ReadsFirst ? firsts[first + (index * firstStep)] : 0,
                            TFunction.ReadsSecond ? seconds[second + (index * secondStep)] : 0));
                }
            }

            target += Strides[TargetAt + outer];
            gradient += Strides[GradientAt + outer];
            first += Strides[(2 * pitch) + outer];
            second += Strides[(3 * pitch) + outer];
        }
    }

    private void AddRow(int length, ReadOnlySpan<float> gradient, ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, bool sums)
    {
        bool repeatsGradient = gradient.Length != length;
        bool repeatsFirst = TFunction.ReadsFirst && first.Length != length;
        bool repeatsSecond = TFunction.ReadsSecond && second.Length != length;
        int vectors = length / Vector<float>.Count;
        ReadOnlySpan<Vector<float>> gradients = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        ReadOnlySpan<Vector<float>> firsts = MemoryMarshal.Cast<float, Vector<float>>(first);
        ReadOnlySpan<Vector<float>> seconds = MemoryMarshal.Cast<float, Vector<float>>(second);
        Span<Vector<float>> targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        Vector<float> oneGradient = repeatsGradient ? new Vector<float>(gradient[0]) : default;
        Vector<float> oneFirst = repeatsFirst ? new Vector<float>(first[0]) : default;
        Vector<float> oneSecond = repeatsSecond ? new Vector<float>(second[0]) : default;
        float rest = 0;
        if (sums)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int index = 0; index < vectors; index++)
            {
                sum += Function.Invoke(
                    repeatsGradient ? oneGradient : gradients[index],
                    repeatsFirst || !TFunction.ReadsFirst ? oneFirst : firsts[index],
                    repeatsSecond || !TFunction.ReadsSecond ? oneSecond : seconds[index]);
            }

            rest = Vector.Sum(sum);
        }
        else if (repeatsGradient || repeatsFirst || repeatsSecond)
        {
            for (int index = 0; index < targets.Length; index++)
            {
                Vector<float> term = Function.Invoke(
                    repeatsGradient ? oneGradient : gradients[index],
                    repeatsFirst || !TFunction.ReadsFirst ? oneFirst : firsts[index],
                    repeatsSecond || !TFunction.ReadsSecond ? oneSecond : seconds[index]);
                targets[index] = Accumulates ? targets[index] + term : term;
            }
        }
        else if (Accumulates)
        {
            for (int index = 0; index < targets.Length; index++)
            {
                targets[index] += Function.Invoke(gradients[index], TFunction.ReadsFirst ? firsts[index] : default, TFunction.ReadsSecond ? seconds[index] : default);
            }
        }
        else
        {
            for (int index = 0; index < targets.Length; index++)
            {
                targets[index] = Function.Invoke(gradients[index], TFunction.ReadsFirst ? firsts[index] : default, TFunction.ReadsSecond ? seconds[index] : default);
            }
        }

        for (int index = vectors * Vector<float>.Count; index < length; index++)
        {
            float term = Invoke(
                gradient[repeatsGradient ? 0 : index],
                TFunction.ReadsFirst ? first[repeatsFirst ? 0 : index] : 0,
                TFunction.ReadsSecond ? second[repeatsSecond ? 0 : index] : 0);
            if (sums)
            {
                rest += term;
            }
            else
            {
                Store(ref target[index], term);
            }
        }

        if (sums)
        {
            Store(ref target[0], rest);
        }
    }

    private void Store(ref float target, float term) => target = Accumulates ? target + term : term;

    private float Invoke(float gradient, float first, float second) =>
        Function.Invoke(new Vector<float>(gradient), new Vector<float>(first), new Vector<float>(second))[0];
}
