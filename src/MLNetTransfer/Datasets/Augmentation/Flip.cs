using System.Runtime.InteropServices;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Mirrors pictures in place.</summary>
internal static class Flip
{
    /// <summary>Swaps left and right.</summary>
    public static void Horizontal(Image image)
    {
        for (int y = 0; y < image.Height; y++)
        {
            MemoryMarshal.Cast<byte, Pixel>(image.Row(y)).Reverse();
        }
    }

    /// <summary>Swaps top and bottom.</summary>
    public static void Vertical(Image image)
    {
        for (int y = 0; y < image.Height / 2; y++)
        {
            Span<byte> upper = image.Row(y);
            Span<byte> lower = image.Row(image.Height - 1 - y);
            for (int i = 0; i < upper.Length; i++)
            {
                (upper[i], lower[i]) = (lower[i], upper[i]);
            }
        }
    }

    private readonly record struct Pixel(byte Red, byte Green, byte Blue);
}
