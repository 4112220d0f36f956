using System.Numerics;
using MLNetTransfer.Datasets.Fingerprints;

namespace MLNetTransfer.Tests.Datasets.Fingerprints;

public sealed class HashIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    public void Find_RandomHashes_IsWhatComparingAllGives(int distance)
    {
        Random random = new(distance);
        ulong[] centres = [.. Enumerable.Range(0, 20).Select(_ => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)))];
        ulong[] hashes = [.. Enumerable.Range(0, 600).Select(index => Flip(centres[index % 20], random.Next(16), random))];
        HashIndex index = new(hashes, distance);

        foreach (ulong wanted in hashes.Take(100))
        {
            List<int> found = [];
            index.Find(wanted, found);

            Assert.Equal(Enumerable.Range(0, hashes.Length).Where(each => BitOperations.PopCount(hashes[each] ^ wanted) <= distance), found.Order());
        }
    }

    private static ulong Flip(ulong hash, int bits, Random random)
    {
        for (int bit = 0; bit < bits; bit++)
        {
            hash ^= 1UL << random.Next(64);
        }

        return hash;
    }
}
