namespace MLNetTransfer.Graphs;

/// <summary>Places buffers of known lifetime in one piece of memory: the longest first, each at the lowest place that is free while it lives.</summary>
internal sealed class ArenaPlanner
{
    private const int AlignmentInFloats = 16;

    private readonly List<Buffer> _buffers = [];

    /// <summary>Adds a buffer of so many floats that is written at step <paramref name="first"/> and read up to step <paramref name="last"/>.</summary>
    /// <returns>Its number.</returns>
    public int Add(long length, int first, int last)
    {
        _buffers.Add(new Buffer((length + AlignmentInFloats - 1) / AlignmentInFloats * AlignmentInFloats, first, last));
        return _buffers.Count - 1;
    }

    /// <summary>Floats of a buffer.</summary>
    public long LengthOf(int buffer) => _buffers[buffer].Length;

    /// <summary>Lets a buffer live to a later step.</summary>
    public void Extend(int buffer, int last) => _buffers[buffer] = _buffers[buffer] with { Last = Math.Max(_buffers[buffer].Last, last) };

    /// <summary>Places all buffers.</summary>
    /// <returns>The place of each in floats, and the length of the whole.</returns>
    public (long[] Places, long Length) Place()
    {
        long[] places = new long[_buffers.Count];
        List<int> placed = [];
        long end = 0;
        foreach (int index in Enumerable.Range(0, _buffers.Count).OrderByDescending(index => _buffers[index].Length).ThenBy(index => index))
        {
            Buffer buffer = _buffers[index];
            long place = 0;
            foreach (int other in placed.Where(other => _buffers[other].Overlaps(buffer)).OrderBy(other => places[other]))
            {
                if (places[other] >= place + buffer.Length)
                {
                    break;
                }

                place = Math.Max(place, places[other] + _buffers[other].Length);
            }

            places[index] = place;
            placed.Add(index);
            end = Math.Max(end, place + buffer.Length);
        }

        return (places, end);
    }

    private readonly record struct Buffer(long Length, int First, int Last)
    {
        public bool Overlaps(Buffer other) => First <= other.Last && other.First <= Last;
    }
}
