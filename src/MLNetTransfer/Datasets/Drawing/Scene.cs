using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Drawing;

/// <summary>One picture of the drawn data set: a background with confetti, the shape with shadow and outline, a bit before it, light, and the noise of a camera.</summary>
internal sealed class Scene
{
    private readonly DrawingRandom _random;
    private readonly int _side;
    private readonly ShapeKind _kind;
    private readonly Pattern _background;
    private readonly Colour _backgroundColour;
    private readonly List<Mark> _behind = [];
    private readonly List<Mark> _before = [];
    private readonly Pose _pose;
    private readonly Pattern _fill;
    private readonly Colour _outlineColour;
    private readonly double _outlineWidth;
    private readonly Point _shadowOffset;
    private readonly double _shadowDepth;
    private readonly Rotation _lightDirection;
    private readonly double _lightSlope;
    private readonly double _exposure;
    private readonly double _noise;

    public Scene(ShapeKind kind, int side, DrawingRandom random)
    {
        _random = random;
        _side = side;
        _kind = kind;
        _backgroundColour = Colour.Any(25, 100, random);
        _background = Pattern.Around(_backgroundColour, 26, random);
        double radius = side * random.Between(0.33, 0.44);
        double shift = Math.Min(0.49 * side - radius, 0.08 * side);
        Point center = new((0.5 * side) + random.Between(-shift, shift), (0.5 * side) + random.Between(-shift, shift));
        _pose = new Pose(center, radius, Rotation.OfTurns(random.Between(-0.06, 0.06)), random.Between(0.92, 1.09));
        Colour colour = Colour.Any(165, 235, random);
        _fill = random.Chance(0.5) ? Pattern.Gradient(colour, 35, random) : Pattern.Around(colour, 25, random);
        _outlineColour = colour.Scale(random.Between(0.35, 0.8));
        _outlineWidth = random.Chance(0.4) ? random.Between(0.05, 0.1) : 0;
        _shadowOffset = new Point(random.Between(-0.07, 0.07) * side, random.Between(-0.07, 0.07) * side);
        _shadowDepth = random.Chance(0.4) ? random.Between(0.1, 0.3) : 0;
        AddConfetti();
        AddOccluder();
        _lightDirection = Rotation.OfTurns(random.Between(0, 1));
        _lightSlope = random.Between(0, 0.3);
        _exposure = random.Between(0.8, 1.1);
        _noise = random.Between(1, 6);
    }

    /// <summary>Paints the scene, four samples a pixel.</summary>
    public Image Paint()
    {
        Image image = new(_side, _side);
        for (int y = 0; y < _side; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = 0; x < _side; x++)
            {
                Colour sum = default;
                for (int sample = 0; sample < 4; sample++)
                {
                    Colour colour = ColourAt(new Point(x + 0.25 + (0.5 * (sample & 1)), y + 0.25 + (0.5 * (sample >> 1))));
                    sum = new Colour(sum.Red + colour.Red, sum.Green + colour.Green, sum.Blue + colour.Blue);
                }

                row[x * Image.Channels] = Level((sum.Red / 4) + (_noise * _random.Normal()));
                row[(x * Image.Channels) + 1] = Level((sum.Green / 4) + (_noise * _random.Normal()));
                row[(x * Image.Channels) + 2] = Level((sum.Blue / 4) + (_noise * _random.Normal()));
            }
        }

        return image;
    }

    private Colour ColourAt(Point pixel)
    {
        Point place = new(pixel.X / _side, pixel.Y / _side);
        Colour colour = _background.At(place);
        foreach (Mark mark in _behind)
        {
            colour = mark.Over(colour, pixel);
        }

        if (_shadowDepth > 0)
        {
            double shadow = ShapeDistance.Of(_kind, _pose.ToShape(pixel - _shadowOffset));
            colour = colour.Scale(1 - (_shadowDepth * Math.Min(Math.Max(0.5 - (shadow * 3), 0), 1)));
        }

        double distance = ShapeDistance.Of(_kind, _pose.ToShape(pixel));
        if (distance < 0)
        {
            colour = distance > -_outlineWidth ? _outlineColour : _fill.At(place);
        }

        foreach (Mark mark in _before)
        {
            colour = mark.Over(colour, pixel);
        }

        return colour.Scale(_exposure * (1 + (_lightSlope * _lightDirection.Apply(place - new Point(0.5, 0.5)).X)));
    }

    private void AddConfetti()
    {
        int count = _random.Index(7);
        for (int i = 0; i < count; i++)
        {
            Point center = new(_random.Between(0, _side), _random.Between(0, _side));
            double length = _side * _random.Between(0.02, 0.12);
            double width = _side * _random.Between(0.01, 0.03);
            _behind.Add(new Mark(center, length, width, Rotation.OfTurns(_random.Between(0, 1)), _backgroundColour.Near(45, _random)));
        }
    }

    private void AddOccluder()
    {
        if (!_random.Chance(0.3))
        {
            return;
        }

        Point offset = Rotation.OfTurns(_random.Between(0, 1)).Apply(new Point(_pose.Radius * _random.Between(0.4, 1.0), 0));
        double length = _side * _random.Between(0.08, 0.3);
        double width = _side * _random.Between(0.015, 0.05);
        _before.Add(new Mark(_pose.Center + offset, length, width, Rotation.OfTurns(_random.Between(0, 1)), Colour.Any(40, 200, _random)));
    }

    private static byte Level(double value) => (byte)Math.Min(Math.Max(value + 0.5, 0), 255);

    /// <summary>A bar with half the given sides.</summary>
    private readonly record struct Mark(Point Center, double HalfLength, double HalfWidth, Rotation Rotation, Colour Colour)
    {
        public Colour Over(Colour below, Point pixel) => ShapeDistance.Box(HalfLength, HalfWidth, Rotation.Undo(pixel - Center)) < 0 ? Colour : below;
    }
}
