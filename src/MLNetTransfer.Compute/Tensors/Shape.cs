using System.Globalization;

namespace MLNetTransfer.Compute.Tensors;

/// <summary>The dimensions of a tensor, outermost first, all known and none negative. A scalar has rank 0.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _dimensions;

    // Stored less one, so that the default value is a scalar with its one element.
    private readonly int _countLessOne;

    /// <summary>Makes a shape of the given dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the number of elements passes <see cref="int.MaxValue"/>.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));
            count = dimension == 0 ? 0 : count * dimension;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue, nameof(dimensions));
        }

        _dimensions = dimensions.ToArray();
        _countLessOne = (int)count - 1;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>Number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public int Count => _countLessOne + 1;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>The dimension at <paramref name="axis"/>, 0 the outermost.</summary>
    public int this[int axis] => Dimensions[axis];

    /// <summary>Turns an axis that may be negative (ONNX counts -1 as the innermost) into 0..rank-1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis is not in -rank..rank-1.</exception>
    public int NormalizeAxis(int axis)
    {
        int normalized = axis < 0 ? axis + Rank : axis;
        if ((uint)normalized >= (uint)Rank)
        {
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Axis {axis} is outside a tensor of rank {Rank}.");
        }

        return normalized;
    }

    /// <summary>The same shape with one dimension replaced.</summary>
    public Shape With(int axis, int dimension)
    {
        int[] dimensions = Dimensions.ToArray();
        dimensions[axis] = dimension;
        return new Shape(dimensions);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (int dimension in Dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The dimensions in brackets, as in <c>[1, 3, 224, 224]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Dimensions.ToArray().Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Whether both have the same dimensions.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether a dimension differs.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
