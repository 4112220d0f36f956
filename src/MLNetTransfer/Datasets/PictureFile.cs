using System.Globalization;
using Microsoft.Win32.SafeHandles;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets;

/// <summary>Reads whole files into one buffer that is used again; one instance a worker.</summary>
internal sealed class PictureFile
{
    /// <summary>Most bytes of a picture file; larger ones are refused before memory is taken.</summary>
    public const long MaximumLength = 512L << 20;

    private byte[] _buffer = new byte[256 * 1024];

    /// <summary>The content of the file; valid until the next call.</summary>
    /// <exception cref="ImageFormatException">The file is larger than <see cref="MaximumLength"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        long length = RandomAccess.GetLength(handle);
        if (length > MaximumLength)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes; at most {MaximumLength} are read."));
        }

        if (_buffer.Length < length)
        {
            _buffer = new byte[Math.Min(MaximumLength, Math.Max(length, _buffer.Length * 2L))];
        }

        int filled = 0;
        while (filled < length)
        {
            int read = RandomAccess.Read(handle, _buffer.AsSpan(filled, (int)length - filled), filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return _buffer.AsMemory(0, filled);
    }
}
