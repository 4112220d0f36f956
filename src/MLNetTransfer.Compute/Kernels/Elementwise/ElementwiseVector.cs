using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>
/// The element-wise loops over <see cref="Vector{T}"/>, as wide as the machine has it (128 bits on arm64, 256 on x64 with AVX2). What does not fill a vector
/// goes through one with the rest zero, so that an element gets the same result wherever it lies.
/// </summary>
internal static unsafe class ElementwiseVector
{
    /// <summary>output[i] = operator(input[i]).</summary>
    [SkipLocalsInit]
    public static void Unary<TOperator>(TOperator function, float* input, float* output, nint count)
        where TOperator : struct, IUnaryOperator
    {
        nint width = Vector<float>.Count;
        nint i = 0;
        for (; i <= count - width; i += width)
        {
            function.Invoke(Vector.Load(input + i)).Store(output + i);
        }

        if (i < count)
        {
            StorePartial(function.Invoke(LoadPartial(input + i, count - i)), output + i, count - i);
        }
    }

    /// <summary>output[i] = operator(left[i], right[i]).</summary>
    [SkipLocalsInit]
    public static void Binary<TOperator>(TOperator function, float* left, float* right, float* output, nint count)
        where TOperator : struct, IBinaryOperator
    {
        nint width = Vector<float>.Count;
        nint i = 0;
        for (; i <= count - width; i += width)
        {
            function.Invoke(Vector.Load(left + i), Vector.Load(right + i)).Store(output + i);
        }

        if (i < count)
        {
            StorePartial(function.Invoke(LoadPartial(left + i, count - i), LoadPartial(right + i, count - i)), output + i, count - i);
        }
    }

    /// <summary>output[i] = operator(left[i], right).</summary>
    [SkipLocalsInit]
    public static void BinaryScalar<TOperator>(TOperator function, float* left, float right, float* output, nint count)
        where TOperator : struct, IBinaryOperator
    {
        Vector<float> other = new(right);
        nint width = Vector<float>.Count;
        nint i = 0;
        for (; i <= count - width; i += width)
        {
            function.Invoke(Vector.Load(left + i), other).Store(output + i);
        }

        if (i < count)
        {
            StorePartial(function.Invoke(LoadPartial(left + i, count - i), other), output + i, count - i);
        }
    }

    /// <summary>The first <paramref name="count"/> lanes from memory, the others 0.</summary>
    [SkipLocalsInit]
    public static Vector<float> LoadPartial(float* source, nint count)
    {
        Vector<float> value = default;
        Unsafe.CopyBlockUnaligned(&value, source, (uint)count * sizeof(float));
        return value;
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    [SkipLocalsInit]
    public static void StorePartial(Vector<float> value, float* target, nint count) =>
        Unsafe.CopyBlockUnaligned(target, &value, (uint)count * sizeof(float));
}
