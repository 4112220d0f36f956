namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Counts minimum coded units between restart markers, and finds the way back where a marker is missing or comes too early, by the rules of libjpeg:
/// a marker up to two ahead of the expected one stays where it is (its units were lost), one up to two behind is skipped, any other is taken for the
/// expected one.
/// </summary>
internal struct RestartMarkers
{
    private readonly int _interval;
    private int _remaining;
    private int _expected;

    /// <summary>Starts a scan.</summary>
    /// <param name="interval">Units between markers; 0: there are none.</param>
    internal RestartMarkers(int interval)
    {
        _interval = interval;
        _remaining = interval;
    }

    /// <summary>Whether any marker was not the expected one.</summary>
    internal bool Disturbed { get; private set; }

    /// <summary>Counts one unit.</summary>
    /// <returns>Whether a restart marker has to come before it.</returns>
    internal bool IsDue()
    {
        if (_interval == 0 || _remaining-- > 0)
        {
            return false;
        }

        _remaining = _interval - 1;
        return true;
    }

    /// <summary>Moves the reader behind the expected marker.</summary>
    /// <returns>Whether there is data for the units that follow.</returns>
    internal bool TryPass(ref BitReader reader)
    {
        int expected = _expected;
        _expected = (_expected + 1) & 7;
        int position = reader.Position;
        while (true)
        {
            position = FindMarker(reader.Data, position);
            byte marker = position < reader.Data.Length ? reader.Data[position + 1] : JpegMarker.EndOfImage;
            bool isRestart = JpegMarker.IsRestart(marker);
            int ahead = (marker - JpegMarker.Restart0 - expected) & 7;
            Disturbed |= !isRestart || ahead != 0;
            if (!isRestart ? marker >= JpegMarker.BaselineFrame : ahead is 1 or 2)
            {
                reader.Restart(position);
                return false;
            }

            if (isRestart && ahead is not (6 or 7))
            {
                reader.Restart(position + 2);
                return true;
            }

            position += 2;
        }
    }

    /// <summary>Whether a restart marker may still bring data after the place where the reader stands.</summary>
    internal readonly bool MayRecover(ref BitReader reader)
    {
        if (_interval == 0)
        {
            return false;
        }

        int position = FindMarker(reader.Data, reader.Position);
        return position < reader.Data.Length && (JpegMarker.IsRestart(reader.Data[position + 1]) || reader.Data[position + 1] < JpegMarker.BaselineFrame);
    }

    /// <summary>Index of the FF before the next marker; the length of the data where there is none.</summary>
    private static int FindMarker(ReadOnlySpan<byte> data, int position)
    {
        while (position < data.Length - 1)
        {
            int offset = data[position..^1].IndexOf((byte)0xFF);
            if (offset < 0)
            {
                break;
            }

            position += offset;
            if (data[position + 1] is not (0 or 0xFF))
            {
                return position;
            }

            position++;
        }

        return data.Length;
    }
}
