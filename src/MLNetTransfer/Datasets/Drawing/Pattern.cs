namespace MLNetTransfer.Datasets.Drawing;

/// <summary>A surface of two colours: plain, a gradient, stripes, a chequerboard, blobs or cloudy noise.</summary>
internal sealed class Pattern
{
    private const int LatticeSide = 16;

    private readonly Kind _kind;
    private readonly Colour _first;
    private readonly Colour _second;
    private readonly Rotation _direction;
    private readonly double _period;
    private readonly double _softness;
    private readonly Point _origin;
    private readonly double[] _lattice = new double[LatticeSide * LatticeSide];

    private Pattern(Kind kind, Colour first, Colour second, DrawingRandom random)
    {
        _kind = kind;
        _first = first;
        _second = second;
        _direction = Rotation.OfTurns(random.Between(0, 1));
        _period = random.Between(0.12, 0.35);
        _softness = random.Between(0.02, 0.2);
        _origin = new Point(random.Between(0, 1), random.Between(0, 1));
        for (int i = 0; i < _lattice.Length; i++)
        {
            _lattice[i] = random.Between(0, 1);
        }
    }

    private enum Kind
    {
        Gradient,
        Stripes,
        Chequers,
        Blobs,
        Clouds,
    }

    /// <summary>A surface around a colour, the second colour at most so many levels away in each channel.</summary>
    public static Pattern Around(Colour colour, double contrast, DrawingRandom random) =>
        new((Kind)random.Index(5), colour, colour.Near(contrast, random), random);

    /// <summary>A slow change from a colour to one near it.</summary>
    public static Pattern Gradient(Colour colour, double contrast, DrawingRandom random) => new(Kind.Gradient, colour, colour.Near(contrast, random), random);

    /// <summary>The colour at a place, both coordinates 0 to 1 over the picture.</summary>
    public Colour At(Point place) => _first.Mix(_second, Share(place));

    private double Share(Point place)
    {
        Point turned = _direction.Apply(place - new Point(0.5, 0.5));
        switch (_kind)
        {
            case Kind.Gradient:
                return Clamp(turned.X + 0.5);
            case Kind.Stripes:
                return Edge(Wave(turned.X));
            case Kind.Chequers:
                return Edge(4 * Wave(turned.X) * Wave(turned.Y));
            case Kind.Blobs:
                return Edge((Cloud(place, _period) - 0.55) * 2);
            default:
                return Clamp((0.65 * Cloud(place, _period)) + (0.35 * Cloud(place, _period / 3)));
        }
    }

    /// <summary>A triangle wave from -0.5 to 0.5.</summary>
    private double Wave(double x)
    {
        double phase = (x / _period) + _origin.X;
        return (2 * Math.Abs(phase - Math.Floor(phase) - 0.5)) - 0.5;
    }

    private double Edge(double value) => Clamp(0.5 + (value / (2 * _softness)));

    /// <summary>Value noise: random numbers on a lattice of the given distance, smoothly joined.</summary>
    private double Cloud(Point place, double distance)
    {
        double x = (place.X / distance) + (_origin.X * LatticeSide);
        double y = (place.Y / distance) + (_origin.Y * LatticeSide);
        double left = Math.Floor(x);
        double top = Math.Floor(y);
        double right = Smooth(x - left);
        double down = Smooth(y - top);
        double upper = Lattice(left, top) + ((Lattice(left + 1, top) - Lattice(left, top)) * right);
        double lower = Lattice(left, top + 1) + ((Lattice(left + 1, top + 1) - Lattice(left, top + 1)) * right);
        return upper + ((lower - upper) * down);
    }

    private double Lattice(double x, double y) => _lattice[(((int)y & (LatticeSide - 1)) * LatticeSide) + ((int)x & (LatticeSide - 1))];

    private static double Smooth(double x) => x * x * (3 - (2 * x));

    private static double Clamp(double x) => Math.Min(Math.Max(x, 0), 1);
}
