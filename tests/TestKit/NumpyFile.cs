using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MLNetTransfer.TestKit;

/// <summary>Reads .npy files of little-endian 32-bit floats in C order (format: numpy.lib.format, version 1).</summary>
public static class NumpyFile
{
    public static (int[] Shape, float[] Values) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        if (!header.Contains("'<f4'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{path}: {header}");
        }

        int[] shape = [.. Regex.Matches(Regex.Match(header, @"\(([^)]*)\)").Groups[1].Value, @"\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
        return (shape, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + headerLength)).ToArray());
    }
}
