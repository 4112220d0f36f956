using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>
/// The attractor of two to four affine maps, drawn point by point. The singular values of the maps are chosen as Anderson and Farrell do (2022, section 3.2): the sum of the larger ones and of
/// twice the smaller ones lies between (5 + n) / 2 and (6 + n) / 2 for n maps, where figures are neither dust nor blobs.
/// </summary>
internal sealed class IteratedFunctions : IFigure
{
    private const int Points = 16_000;
    private const int Trial = 1_000;
    private const int MostDraws = 1_000;

    private readonly Map[] _maps;
    private readonly double[] _cumulated;
    private readonly (double X, double Y) _centre;
    private readonly double _scale;

    public IteratedFunctions(DeterministicRandom random)
    {
        int count = 2 + random.NextInt32(3);
        _maps = new Map[count];
        (double Large, double Small)[] values = SingularValues(count, random);
        for (int index = 0; index < count; index++)
        {
            _maps[index] = Map.Create(values[index].Large, values[index].Small, random);
        }

        // A map is taken as often as it keeps of the area, so that points lie evenly.
        double sum = 0;
        _cumulated = [.. values.Select(value => sum += (value.Large * value.Small) + 0.01)];
        (_centre, _scale) = Measure(random);
    }

    public bool FillsPicture => false;

    public void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random)
    {
        DrawnColour[] colours = [.. _maps.Select(_ => DrawnColour.Random(random))];
        DrawnColour colour = colours[0];
        (double x, double y) = _centre;
        for (int index = 0; index < Points; index++)
        {
            int map = Choose(random);
            (x, y) = _maps[map].Apply(x, y);
            colour = colour.Towards(colours[map], 0.4f);
            (double column, double row) = placement.Map((x - _centre.X) * _scale, (y - _centre.Y) * _scale, canvas.Side);
            canvas.Blend((int)Math.Floor(column), (int)Math.Floor(row), colour, 0.8f);
        }
    }

    private static (double Large, double Small)[] SingularValues(int count, DeterministicRandom random)
    {
        (double Large, double Small)[] values = new (double, double)[count];
        for (int draw = 0; draw < MostDraws; draw++)
        {
            for (int index = 0; index < count; index++)
            {
                double large = 0.3 + (0.65 * random.NextDouble());
                values[index] = (large, large * random.NextDouble());
            }

            double sum = values.Sum(value => value.Large + (2 * value.Small));
            if (sum >= 0.5 * (5 + count) && sum <= 0.5 * (6 + count))
            {
                break;
            }
        }

        return values;
    }

    private int Choose(DeterministicRandom random)
    {
        double at = random.NextDouble() * _cumulated[^1];
        int map = 0;
        while (_cumulated[map] < at)
        {
            map++;
        }

        return map;
    }

    private ((double X, double Y) Centre, double Scale) Measure(DeterministicRandom random)
    {
        (double left, double right, double top, double bottom) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        (double x, double y) = (0, 0);
        for (int index = -20; index < Trial; index++)
        {
            (x, y) = _maps[Choose(random)].Apply(x, y);
            if (index >= 0)
            {
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        return (((left + right) / 2, (top + bottom) / 2), 2 / Math.Max(1e-6, Math.Max(right - left, bottom - top)));
    }

    private readonly record struct Map(double XX, double XY, double YX, double YY, double X, double Y)
    {
        // Turned, stretched along the axes, turned again; perhaps mirrored; moved.
        public static Map Create(double large, double small, DeterministicRandom random)
        {
            (double s1, double c1) = Math.SinCos(2 * Math.PI * random.NextDouble());
            (double s2, double c2) = Math.SinCos(2 * Math.PI * random.NextDouble());
            double mirrored = random.NextInt32(2) == 0 ? small : -small;
            return new Map(
                (c1 * large * c2) - (s1 * mirrored * s2),
                (-c1 * large * s2) - (s1 * mirrored * c2),
                (s1 * large * c2) + (c1 * mirrored * s2),
                (-s1 * large * s2) + (c1 * mirrored * c2),
                (2 * random.NextDouble()) - 1,
                (2 * random.NextDouble()) - 1);
        }

        public (double X, double Y) Apply(double x, double y) => ((XX * x) + (XY * y) + X, (YX * x) + (YY * y) + Y);
    }
}
