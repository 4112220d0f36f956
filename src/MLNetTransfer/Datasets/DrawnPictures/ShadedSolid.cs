using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>A body between a ball, a box and a star (|x|^p + |y|^p = 1), lit from one side, plain, striped or chequered.</summary>
internal sealed class ShadedSolid : IFigure
{
    private readonly double _power;
    private readonly double _flatness;
    private readonly double _stripes;
    private readonly bool _isChequered;
    private readonly double _shininess;

    public ShadedSolid(DeterministicRandom random)
    {
        _power = 0.7 * Math.Pow(10, random.NextDouble());
        _flatness = 0.25 + (0.75 * random.NextDouble());
        _stripes = random.NextInt32(3) == 0 ? 0 : 3 + (12 * random.NextDouble());
        _isChequered = random.NextInt32(2) == 0;
        _shininess = random.NextDouble();
    }

    public bool FillsPicture => false;

    public void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random)
    {
        (DrawnColour first, DrawnColour second) = (DrawnColour.Random(random), DrawnColour.Random(random));
        double lightAngle = 2 * Math.PI * random.NextDouble();
        (double lightY, double lightX) = Math.SinCos(lightAngle);
        (double sine, double cosine) = Math.SinCos(placement.Angle);
        int side = canvas.Side;
        int reach = (int)Math.Ceiling(placement.Radius * side * Math.Sqrt(2));
        (int centreX, int centreY) = ((int)(placement.X * side), (int)(placement.Y * side));
        for (int row = Math.Max(0, centreY - reach); row <= Math.Min(side - 1, centreY + reach); row++)
        {
            for (int column = Math.Max(0, centreX - reach); column <= Math.Min(side - 1, centreX + reach); column++)
            {
                double dx = (((column + 0.5) / side) - placement.X) / placement.Radius;
                double dy = (((row + 0.5) / side) - placement.Y) / placement.Radius;
                double x = (cosine * dx) + (sine * dy);
                double y = ((cosine * dy) - (sine * dx)) / _flatness;
                double inside = 1 - Math.Pow(Math.Abs(x), _power) - Math.Pow(Math.Abs(y), _power);
                if (inside > 0)
                {
                    // The height above the picture is the square root of what is inside; the side that falls towards the light is bright.
                    double height = Math.Sqrt(inside);
                    double facing = (((x * lightX) + (y * lightY)) * 0.7) + (0.7 * height);
                    float light = (float)Math.Clamp(0.35 + (0.75 * facing), 0.1, 1.2);
                    bool isSecond = _stripes > 0 && Math.Sin(_stripes * x) * (_isChequered ? Math.Sign(Math.Sin(_stripes * y)) : 1) > 0;
                    DrawnColour colour = (isSecond ? second : first).Times(light);
                    float gleam = (float)(_shininess * Math.Pow(Math.Clamp(facing, 0, 1), 16));
                    canvas.Blend(column, row, colour.Towards(new DrawnColour(255, 255, 255), gleam), 1);
                }
            }
        }
    }
}
