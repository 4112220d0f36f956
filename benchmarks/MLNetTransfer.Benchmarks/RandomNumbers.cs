using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Benchmarks;

/// <summary>Seeded numbers in aligned memory.</summary>
internal static class RandomNumbers
{
    public static Memory<float> Create(int length)
    {
        Memory<float> numbers = TensorMemory.Allocate<float>(length);
        Random random = new(1);
        foreach (ref float number in numbers.Span)
        {
            number = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
