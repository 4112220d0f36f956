using System.Globalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>What operators ask of the facts of their inputs, with the errors that say what was found and what was expected.</summary>
internal static class Facts
{
    // Loops over dimensions keep their counters on the stack.
    private const int MaximumRank = 64;

    /// <summary>Refuses a number of inputs outside the range; trailing inputs that are left out do not count.</summary>
    public static void CheckCount(IReadOnlyList<TensorFact?> inputs, int minimum, int maximum)
    {
        int count = inputs.Count;
        while (count > 0 && inputs[count - 1] is null)
        {
            count--;
        }

        if (count < minimum || count > maximum)
        {
            string expected = minimum == maximum ? Text(minimum) : maximum == int.MaxValue ? $"at least {Text(minimum)}" : $"{Text(minimum)} to {Text(maximum)}";
            throw new OnnxException($"Found {Text(count)} inputs, expected {expected}.");
        }
    }

    /// <summary>An input that must be there.</summary>
    public static TensorFact Required(IReadOnlyList<TensorFact?> inputs, int index, string name) =>
        Optional(inputs, index) ?? throw new OnnxException($"Input {Text(index)} ({name}) is left out, but it is required.");

    /// <summary>An input, or null where it is left out.</summary>
    public static TensorFact? Optional(IReadOnlyList<TensorFact?> inputs, int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>An input of real numbers that must be there.</summary>
    public static TensorFact Float(IReadOnlyList<TensorFact?> inputs, int index, string name)
    {
        TensorFact fact = Required(inputs, index, name);
        CheckType(fact, ElementType.Float32, name);
        return fact;
    }

    /// <summary>Refuses another element type.</summary>
    public static void CheckType(TensorFact fact, ElementType expected, string name)
    {
        if (fact.ElementType != expected)
        {
            throw new OnnxException($"Input {name} holds {fact.ElementType}, expected {expected}.");
        }
    }

    /// <summary>Refuses another shape.</summary>
    public static void CheckShape(TensorFact? fact, Shape expected, string name)
    {
        if (fact is not null && fact.Shape != expected)
        {
            throw new OnnxException($"Input {name} has shape {fact.Shape}, expected {expected}.");
        }
    }

    /// <summary>The elements of an integer input that shapes depend on, or null where it is left out.</summary>
    /// <exception cref="OnnxException">It is not known before the graph runs, or holds no integers.</exception>
    public static long[]? Integers(IReadOnlyList<TensorFact?> inputs, int index, string name) =>
        Optional(inputs, index) is { } fact ? Integers(fact, name) : null;

    /// <summary>The elements of an integer input that shapes depend on.</summary>
    /// <exception cref="OnnxException">It is not known before the graph runs, or holds no integers.</exception>
    public static long[] Integers(TensorFact fact, string name) => Known(fact, name) switch
    {
        Tensor<long> tensor => tensor.Span.ToArray(),
        Tensor<int> tensor => Array.ConvertAll(tensor.Span.ToArray(), value => (long)value),
        _ => throw new OnnxException($"Input {name} holds {fact.ElementType}, expected Int64 or Int32."),
    };

    /// <summary>The elements of an input of real numbers that shapes depend on, or null where it is left out.</summary>
    /// <exception cref="OnnxException">It is not known before the graph runs, or holds no real numbers.</exception>
    public static float[]? Numbers(IReadOnlyList<TensorFact?> inputs, int index, string name)
    {
        if (Optional(inputs, index) is not { } fact)
        {
            return null;
        }

        return Known(fact, name) is Tensor<float> tensor
            ? tensor.Span.ToArray()
            : throw new OnnxException($"Input {name} holds {fact.ElementType}, expected Float32.");
    }

    /// <summary>The axis -rank..rank-1 as 0..rank-1.</summary>
    public static int Axis(long axis, int rank)
    {
        long normalized = axis < 0 ? axis + rank : axis;
        return normalized >= 0 && normalized < rank
            ? (int)normalized
            : throw new OnnxException($"Axis {Text(axis)} is outside a tensor of rank {Text(rank)}.");
    }

    /// <summary>A list of axes as 0..rank-1, refusing one that is named twice.</summary>
    public static int[] Axes(IReadOnlyList<long> axes, int rank)
    {
        int[] normalized = [.. axes.Select(axis => Axis(axis, rank))];
        return normalized.Distinct().Count() == normalized.Length
            ? normalized
            : throw new OnnxException($"Axes {List(axes)} name one axis twice.");
    }

    /// <summary>A shape of the given dimensions.</summary>
    /// <exception cref="OnnxException">A dimension is negative, or there are too many elements.</exception>
    public static Shape ShapeOf(IReadOnlyList<long> dimensions)
    {
        if (dimensions.Count > MaximumRank)
        {
            throw new OnnxException($"A tensor of rank {Text(dimensions.Count)} is not supported, at most {Text(MaximumRank)} is.");
        }

        if (dimensions.Any(dimension => dimension is < 0 or > int.MaxValue))
        {
            throw new OnnxException($"{List(dimensions)} is no shape: dimensions must not be negative or beyond {Text(int.MaxValue)}.");
        }

        int[] sizes = [.. dimensions.Select(dimension => (int)dimension)];
        Int128 count = sizes.Contains(0) ? 0 : 1;
        foreach (int size in sizes)
        {
            count = count > int.MaxValue ? count : count * size;
        }

        return count <= int.MaxValue
            ? new Shape(sizes)
            : throw new OnnxException($"A tensor of shape {List(dimensions)} has more than {Text(int.MaxValue)} elements.");
    }

    /// <summary>The shape of both operands broadcast to each other as in ONNX: aligned at the innermost dimension, 1 stretches.</summary>
    /// <exception cref="OnnxException">They do not fit.</exception>
    public static Shape Broadcast(Shape left, Shape right)
    {
        long[] dimensions = new long[Math.Max(left.Rank, right.Rank)];
        for (int fromEnd = 1; fromEnd <= dimensions.Length; fromEnd++)
        {
            int first = fromEnd <= left.Rank ? left.Dimensions[^fromEnd] : 1;
            int second = fromEnd <= right.Rank ? right.Dimensions[^fromEnd] : 1;
            if (first != second && first != 1 && second != 1)
            {
                throw new OnnxException($"Shapes {left} and {right} do not broadcast: {Text(first)} and {Text(second)} differ and neither is 1.");
            }

            dimensions[^fromEnd] = first == 1 ? second : first;
        }

        return ShapeOf(dimensions);
    }

    /// <summary>Whether all rank-4 inputs hold real numbers, which is what the channels-last format is for.</summary>
    public static bool AreChannelsLast(IReadOnlyList<TensorFact?> inputs)
    {
        bool any = false;
        foreach (TensorFact? input in inputs)
        {
            if (input is { Shape.Rank: 4 })
            {
                if (input.ElementType != ElementType.Float32)
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>Numbers in brackets, as messages show them.</summary>
    public static string List(IEnumerable<long> values) => $"[{string.Join(", ", values.Select(Text))}]";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static Tensor Known(TensorFact fact, string name) =>
        fact.Constant ?? throw new OnnxException($"Input {name} must not depend on the input of the graph, because the shape of the result depends on it.");
}
