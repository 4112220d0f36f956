using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>Shapes that hide one another, few large and many small ones ("dead leaves": A. Lee, D. Mumford and J. Huang, "Occlusion models for natural images", 2001).</summary>
internal sealed class FallenLeaves : IFigure
{
    private const double SmallestRadius = 0.02;

    private readonly int _corners;
    private readonly double _exponent;
    private readonly double _flatness;
    private readonly int _count;
    private readonly double _stripes;
    private readonly double[] _hues;

    public FallenLeaves(DeterministicRandom random)
    {
        // 0 corners is an ellipse.
        _corners = random.NextInt32(5) is int drawn and > 0 ? drawn + 2 : 0;
        _exponent = 1 + (2 * random.NextDouble());
        _flatness = 0.3 + (0.7 * random.NextDouble());
        _count = 60 + random.NextInt32(140);
        _stripes = random.NextInt32(2) == 0 ? 0 : 4 + (12 * random.NextDouble());
        _hues = [.. Enumerable.Range(0, 1 + random.NextInt32(4)).Select(_ => random.NextDouble())];
    }

    public bool FillsPicture => true;

    public void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random)
    {
        double turned = random.NextDouble();
        canvas.FillGradient(Colour(random, turned), Colour(random, turned), 2 * Math.PI * random.NextDouble());
        for (int index = 0; index < _count; index++)
        {
            double radius = SmallestRadius * Math.Pow(1 - (random.NextDouble() * (1 - Math.Pow(SmallestRadius / 0.4, _exponent))), -1 / _exponent);
            DrawLeaf(canvas, new Placement(random.NextDouble(), random.NextDouble(), radius, 2 * Math.PI * random.NextDouble()), Colour(random, turned), Colour(random, turned));
        }
    }

    private DrawnColour Colour(DeterministicRandom random, double turned) => DrawnColour.FromHue(
        (_hues[random.NextInt32(_hues.Length)] + (0.3 * turned) + (0.05 * random.NextDouble())) % 1, random.NextDouble(), 0.2 + (0.8 * random.NextDouble()));

    private void DrawLeaf(DrawingCanvas canvas, Placement leaf, DrawnColour colour, DrawnColour second)
    {
        int side = canvas.Side;
        (double sine, double cosine) = Math.SinCos(leaf.Angle);
        int left = (int)Math.Max(0, (leaf.X - leaf.Radius) * side);
        int right = (int)Math.Min(side - 1, (leaf.X + leaf.Radius) * side);
        int top = (int)Math.Max(0, (leaf.Y - leaf.Radius) * side);
        int bottom = (int)Math.Min(side - 1, (leaf.Y + leaf.Radius) * side);
        double sector = _corners == 0 ? 0 : 2 * Math.PI / _corners;
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double dx = (((column + 0.5) / side) - leaf.X) / leaf.Radius;
                double dy = (((row + 0.5) / side) - leaf.Y) / leaf.Radius;
                double x = (cosine * dx) + (sine * dy);
                double y = ((cosine * dy) - (sine * dx)) / _flatness;
                double distance = Math.Sqrt((x * x) + (y * y));
                if (_corners > 0 && distance > 0)
                {
                    // A regular polygon: the distance from its centre by that of its edge in the same direction.
                    double within = (Math.Atan2(y, x) + (2 * Math.PI)) % sector;
                    distance *= Math.Cos(within - (sector / 2)) / Math.Cos(sector / 2);
                }

                if (distance <= 1)
                {
                    bool isSecond = _stripes > 0 && Math.Sin(_stripes * x) > 0.4;
                    canvas.Blend(column, row, (isSecond ? second : colour).Times((float)(1 - (0.25 * distance))), 1);
                }
            }
        }
    }
}
