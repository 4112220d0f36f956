using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Stores 16 pixels whose channels are in three vectors. Each table says which sample goes to which of 16 bytes; 128 leaves the byte 0 for another
/// channel.
/// </summary>
internal static class PixelInterleaver
{
    /// <summary>Bytes that are written.</summary>
    internal const int Size = 48;

    private static Vector128<byte> RedIn0 => Vector128.Create((byte)0, 128, 128, 1, 128, 128, 2, 128, 128, 3, 128, 128, 4, 128, 128, 5);

    private static Vector128<byte> GreenIn0 => Vector128.Create((byte)128, 0, 128, 128, 1, 128, 128, 2, 128, 128, 3, 128, 128, 4, 128, 128);

    private static Vector128<byte> BlueIn0 => Vector128.Create((byte)128, 128, 0, 128, 128, 1, 128, 128, 2, 128, 128, 3, 128, 128, 4, 128);

    private static Vector128<byte> RedIn1 => Vector128.Create((byte)128, 128, 6, 128, 128, 7, 128, 128, 8, 128, 128, 9, 128, 128, 10, 128);

    private static Vector128<byte> GreenIn1 => Vector128.Create((byte)5, 128, 128, 6, 128, 128, 7, 128, 128, 8, 128, 128, 9, 128, 128, 10);

    private static Vector128<byte> BlueIn1 => Vector128.Create((byte)128, 5, 128, 128, 6, 128, 128, 7, 128, 128, 8, 128, 128, 9, 128, 128);

    private static Vector128<byte> RedIn2 => Vector128.Create((byte)128, 11, 128, 128, 12, 128, 128, 13, 128, 128, 14, 128, 128, 15, 128, 128);

    private static Vector128<byte> GreenIn2 => Vector128.Create((byte)128, 128, 11, 128, 128, 12, 128, 128, 13, 128, 128, 14, 128, 128, 15, 128);

    private static Vector128<byte> BlueIn2 => Vector128.Create((byte)10, 128, 128, 11, 128, 128, 12, 128, 128, 13, 128, 128, 14, 128, 128, 15);

    /// <summary>Writes red, green, blue of each pixel in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> rgb)
    {
        rgb = rgb[..Size];
        (Ssse3.Shuffle(red, RedIn0) | Ssse3.Shuffle(green, GreenIn0) | Ssse3.Shuffle(blue, BlueIn0)).CopyTo(rgb);
        (Ssse3.Shuffle(red, RedIn1) | Ssse3.Shuffle(green, GreenIn1) | Ssse3.Shuffle(blue, BlueIn1)).CopyTo(rgb[16..]);
        (Ssse3.Shuffle(red, RedIn2) | Ssse3.Shuffle(green, GreenIn2) | Ssse3.Shuffle(blue, BlueIn2)).CopyTo(rgb[32..]);
    }
}
