using System.Globalization;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Drawing;

/// <summary>
/// Draws the small data set that ships in <c>datasets/shapes</c>: one folder a class, its pictures told apart by shape only. The same arguments give the same
/// bytes on every machine: the drawing uses nothing but the four operations and the square root, and the JPEG encoder whole numbers.
/// </summary>
public static class ShapesDataset
{
    /// <summary>Width and height of a picture, in pixels.</summary>
    public const int Side = 96;

    /// <summary>Quality of the JPEG files, 1 to 100.</summary>
    public const int Quality = 85;

    /// <summary>Pictures of a class in <c>datasets/shapes</c>.</summary>
    public const int ShippedPerClass = 60;

    /// <summary>Seed of <c>datasets/shapes</c>.</summary>
    public const int ShippedSeed = 1;

    /// <summary>File names have four digits.</summary>
    private const int MostPerClass = 9999;

    /// <summary>Writes a data set; files of the same names are replaced.</summary>
    /// <param name="folder">Gets a sub-folder for each <see cref="ShapeKind"/>.</param>
    /// <param name="perClass">Pictures of each class, 1 to 9999. A larger number adds pictures and keeps the first ones.</param>
    /// <param name="seed">Any number; another one gives other pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of pictures is out of range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Draw(string folder, int perClass, int seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perClass, MostPerClass);
        foreach (ShapeKind kind in Enum.GetValues<ShapeKind>())
        {
            Directory.CreateDirectory(Path.Combine(folder, ClassName(kind)));
            for (int index = 0; index < perClass; index++)
            {
                File.WriteAllBytes(Path.Combine(folder, RelativePath(kind, index)), DrawingJpeg.Encode(DrawPicture(kind, index, seed), Quality));
            }
        }
    }

    /// <summary>Draws one picture.</summary>
    /// <param name="kind">The class.</param>
    /// <param name="index">Number of the picture in its class, 0 to 9998.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>A picture of <see cref="Side"/> x <see cref="Side"/> pixels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class, or the index is out of range.</exception>
    public static Image DrawPicture(ShapeKind kind, int index, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MostPerClass);
        ulong mixed = ((ulong)(uint)seed << 32) | ((ulong)(uint)kind << 24) | (uint)index;
        return new Scene(kind, Side, new DrawingRandom(mixed)).Paint();
    }

    /// <summary>The folder of a class.</summary>
    public static string ClassName(ShapeKind kind) => kind switch
    {
        ShapeKind.Arrow => "arrow",
        ShapeKind.Circle => "circle",
        ShapeKind.Crescent => "crescent",
        ShapeKind.Cross => "cross",
        ShapeKind.Ring => "ring",
        ShapeKind.Square => "square",
        ShapeKind.Star => "star",
        ShapeKind.Triangle => "triangle",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such class of the drawn data set."),
    };

    /// <summary>The file of a picture below the folder of the data set, such as <c>ring/ring-0007.jpg</c> for index 6.</summary>
    public static string RelativePath(ShapeKind kind, int index) =>
        Path.Combine(ClassName(kind), string.Create(CultureInfo.InvariantCulture, $"{ClassName(kind)}-{index + 1:D4}.jpg"));
}
