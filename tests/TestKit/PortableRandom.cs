namespace MLNetTransfer.TestKit;

/// <summary>
/// Numbers that the Python scripts of fixtures draw in the same way: Knuth's 64-bit linear congruential generator (state = 6364136223846793005 state +
/// 1442695040888963407, starting at the seed), of which the upper 24 bits make a number that 32-bit floats hold exactly.
/// </summary>
public sealed class PortableRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A multiple of 2^-24 from 0 to below 1.</summary>
    public float NextSingle()
    {
        _state = unchecked((_state * 6364136223846793005UL) + 1442695040888963407UL);
        return (_state >> 40) / 16777216f;
    }

    /// <summary>Multiples of 2^-23 from -1 to below 1.</summary>
    public float[] NextSigned(int count)
    {
        float[] numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
        {
            number = (2 * NextSingle()) - 1;
        }

        return numbers;
    }
}
