using System.Globalization;
using MLNetTransfer.Imaging;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>
/// A picture that is drawn when it is needed, for teaching a network without photographs: its class are the parameters of a generator (a fractal, waves around a centre, fallen
/// leaves, clouds, shaded solids), its number decides pose, colours and background. After "Pre-training without natural images" (H. Kataoka and others, 2020: fractals), "Improving
/// fractal pre-training" (C. Anderson and R. Farrell, 2022: well-conditioned maps, several in a picture, colours and backgrounds) and "Visual atoms" (S. Takashima and others, 2023: waves).
/// </summary>
public sealed record DrawnItem : ImageItem
{
    /// <summary>Side of the pictures, in pixels.</summary>
    public const int Side = 192;

    private const int MostFigures = 4;
    private const double ShareOfTextures = 0.5;

    private static readonly Func<DeterministicRandom, IFigure>[] Kinds =
    [
        random => new IteratedFunctions(random), random => new WaveContours(random), random => new ShadedSolid(random), random => new FallenLeaves(random), random => new CloudTexture(random),
    ];

    private readonly ulong _seed;

    /// <summary>Names a picture; nothing is drawn yet.</summary>
    /// <param name="seed">Another seed gives other classes.</param>
    /// <param name="classIndex">The class.</param>
    /// <param name="number">Number of the picture in its class.</param>
    public DrawnItem(ulong seed, int classIndex, int number)
        : base(string.Create(CultureInfo.InvariantCulture, $"drawn picture {number} of class {classIndex}"), classIndex)
    {
        _seed = seed;
        Number = number;
    }

    /// <summary>Number of the picture in its class.</summary>
    public int Number { get; }

    /// <summary>The pictures of some classes, those of a class behind one another.</summary>
    /// <param name="seed">Another seed gives other classes.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="each">Pictures of each class.</param>
    public static IReadOnlyList<DrawnItem> List(ulong seed, int classes, int each) =>
        [.. Enumerable.Range(0, classes).SelectMany(index => Enumerable.Range(0, each).Select(number => new DrawnItem(seed, index, number)))];

    /// <summary>Draws the picture; the same every time.</summary>
    public Image Draw()
    {
        DeterministicRandom random = DeterministicRandom.For(DeterministicRandom.DeriveSeed(_seed, "drawn class", (ulong)ClassIndex), "drawn picture", (ulong)Number);
        DrawingCanvas canvas = new(Side);
        IFigure figure = Kinds[ClassIndex % Kinds.Length](DeterministicRandom.For(_seed, "figure", (ulong)ClassIndex));
        if (figure.FillsPicture)
        {
            figure.Draw(canvas, Placement.Whole, random);
            return canvas.Picture;
        }

        DrawBackground(canvas, random);
        int figures = 1 + random.NextInt32(MostFigures);
        for (int index = 0; index < figures; index++)
        {
            figure.Draw(canvas, Placement.Random(random, figures), random);
        }

        return canvas.Picture;
    }

    private static void DrawBackground(DrawingCanvas canvas, DeterministicRandom random)
    {
        if (random.NextDouble() < ShareOfTextures)
        {
            new CloudTexture(random).Draw(canvas, Placement.Whole, random);
        }
        else
        {
            canvas.FillGradient(DrawnColour.Random(random), DrawnColour.Random(random), 2 * Math.PI * random.NextDouble());
        }
    }
}
