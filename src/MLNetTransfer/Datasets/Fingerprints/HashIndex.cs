using System.Numerics;

namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// Finds hashes within a Hamming distance without looking at all of them: multi-index hashing (M. Norouzi, A. Punjani, D. Fleet, "Fast search in Hamming space with
/// multi-index hashing", 2012). Of four bands of 16 bits at least one differs by at most a quarter of the distance.
/// </summary>
internal sealed class HashIndex
{
    private const int Bands = 4;
    private const int BandBits = 16;
    private const int Buckets = 1 << BandBits;

    private readonly ulong[] _hashes;
    private readonly int _distance;
    private readonly ushort[] _masks;
    private readonly int[][] _starts = new int[Bands][];
    private readonly int[][] _items = new int[Bands][];

    /// <summary>Indexes hashes.</summary>
    /// <param name="hashes">All of them; their positions are what is found.</param>
    /// <param name="distance">Most bits in which a hash that is found differs.</param>
    public HashIndex(ulong[] hashes, int distance)
    {
        _hashes = hashes;
        _distance = distance;
        int bandDistance = distance / Bands;
        _masks = [.. Enumerable.Range(0, Buckets).Where(mask => BitOperations.PopCount((uint)mask) <= bandDistance).Select(mask => (ushort)mask)];
        for (int band = 0; band < Bands; band++)
        {
            int[] starts = new int[Buckets + 1];
            foreach (ulong hash in hashes)
            {
                starts[Band(hash, band) + 1]++;
            }

            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                starts[bucket + 1] += starts[bucket];
            }

            int[] next = starts[..Buckets];
            int[] items = new int[hashes.Length];
            for (int index = 0; index < hashes.Length; index++)
            {
                items[next[Band(hashes[index], band)]++] = index;
            }

            _starts[band] = starts;
            _items[band] = items;
        }
    }

    /// <summary>Gives the positions of all hashes within the distance of one, each once, in no particular order.</summary>
    public void Find(ulong hash, List<int> found)
    {
        for (int band = 0; band < Bands; band++)
        {
            int[] starts = _starts[band];
            int[] items = _items[band];
            int wanted = Band(hash, band);
            foreach (ushort mask in _masks)
            {
                int bucket = wanted ^ mask;
                for (int at = starts[bucket]; at < starts[bucket + 1]; at++)
                {
                    ulong difference = _hashes[items[at]] ^ hash;
                    if (BitOperations.PopCount(difference) <= _distance && !WasFound(difference, band))
                    {
                        found.Add(items[at]);
                    }
                }
            }
        }
    }

    private static int Band(ulong hash, int band) => (ushort)(hash >> (band * BandBits));

    private bool WasFound(ulong difference, int band)
    {
        for (int before = 0; before < band; before++)
        {
            if (BitOperations.PopCount((uint)Band(difference, before)) <= _distance / Bands)
            {
                return true;
            }
        }

        return false;
    }
}
