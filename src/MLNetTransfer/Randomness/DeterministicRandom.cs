using System.Numerics;
using System.Text;

namespace MLNetTransfer.Randomness;

/// <summary>
/// Random numbers that are the same for the same seed on every platform and runtime: xoshiro256** 1.0 of Blackman and Vigna
/// ("Scrambled Linear Pseudorandom Number Generators", 2021), seeded by SplitMix64 as its authors advise. Only integer arithmetic and
/// correctly rounded floating-point operations are used. Not for secrets; one instance serves one thread.
/// </summary>
public sealed class DeterministicRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong _state0;
    private ulong _state1;
    private ulong _state2;
    private ulong _state3;
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    /// <summary>Makes the generator of a seed; every seed is good, 0 too.</summary>
    public DeterministicRandom(ulong seed)
    {
        _state0 = NextSplitMix(ref seed);
        _state1 = NextSplitMix(ref seed);
        _state2 = NextSplitMix(ref seed);
        _state3 = NextSplitMix(ref seed);
    }

    /// <summary>Makes the generator for one purpose and one index below it (say an epoch or a picture), so that no use of randomness shifts another.</summary>
    /// <param name="seed">The seed that the user gave.</param>
    /// <param name="purpose">What the numbers are for, such as <c>"split"</c>.</param>
    /// <param name="index">The how-manieth such use.</param>
    public static DeterministicRandom For(ulong seed, string purpose, ulong index = 0) => new(DeriveSeed(seed, purpose, index));

    /// <summary>The seed of <see cref="For"/>: seed, purpose (64-bit FNV-1a of its UTF-8 bytes) and index, each mixed in by a SplitMix64 step.</summary>
    public static ulong DeriveSeed(ulong seed, string purpose, ulong index = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(purpose))
        {
            hash = (hash ^ value) * 0x00000100000001B3;
        }

        ulong mixed = NextSplitMix(ref seed) ^ hash;
        mixed = NextSplitMix(ref mixed) ^ index;
        return NextSplitMix(ref mixed);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_state1 * 5, 7) * 9;
        ulong shifted = _state1 << 17;
        _state2 ^= _state0;
        _state3 ^= _state1;
        _state1 ^= _state2;
        _state0 ^= _state3;
        _state2 ^= shifted;
        _state3 = BitOperations.RotateLeft(_state3, 45);
        return result;
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, each equally likely (Lemire, "Fast Random Integer Generation in an Interval", 2019).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A number from 0 (included) to 1 (excluded), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 (included) to 1 (excluded), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <summary>A normally distributed number with mean 0 and deviation 1 (the polar method of Marsaglia and Bray, 1964).</summary>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double first;
        double second;
        double square;
        do
        {
            first = (2 * NextDouble()) - 1;
            second = (2 * NextDouble()) - 1;
            square = (first * first) + (second * second);
        }
        while (square is >= 1 or 0);

        double scale = Math.Sqrt(-2 * Logarithm(square) / square);
        _spareGaussian = second * scale;
        _hasSpareGaussian = true;
        return first * scale;
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>
    /// Natural logarithm of a normal positive number by the series of artanh; unlike <see cref="Math.Log(double)"/>, whose last bit depends on the
    /// platform's C library, it has the same bits everywhere.
    /// </summary>
    internal static double Logarithm(double value)
    {
        const double Ln2 = 0.69314718055994530942;
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        double ratio = (mantissa - 1) / (mantissa + 1);
        double square = ratio * ratio;
        double sum = 0;
        for (int power = 23; power >= 1; power -= 2)
        {
            sum = (sum * square) + (1.0 / power);
        }

        return (exponent * Ln2) + (2 * ratio * sum);
    }

    private static ulong NextSplitMix(ref ulong state)
    {
        state += GoldenGamma;
        ulong mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
