using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Tensors;

/// <summary>Memory for the elements of tensors.</summary>
public static class TensorMemory
{
    /// <summary>Bytes to which the first element of a numeric tensor is aligned: one cache line, and one 512-bit vector.</summary>
    public const int Alignment = 64;

    /// <summary>Allocates zeroed elements. Numbers start at a multiple of <see cref="Alignment"/> bytes and never move.</summary>
    public static Memory<T> Allocate<T>(int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            return new T[count];
        }

        int size = Unsafe.SizeOf<T>();
        int spare = Alignment / size;
        T[] array = GC.AllocateArray<T>(checked(count + spare), pinned: true);
        return array.AsMemory(AlignedStart(array, size), count);
    }

    private static unsafe int AlignedStart<T>(T[] pinned, int size)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
        nuint offset = (Alignment - (address % Alignment)) % Alignment;
        return (int)(offset / (nuint)size);
    }
}
