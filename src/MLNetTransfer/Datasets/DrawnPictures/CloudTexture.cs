using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>Noise of several octaves, stretched and perhaps folded into bands, in the colours of a ramp (K. Perlin, "An image synthesizer", 1985, with noise of values).</summary>
internal sealed class CloudTexture : IFigure
{
    private const int Lattice = 64;
    private const int RampLength = 4;

    private readonly int _octaves;
    private readonly double _persistence;
    private readonly double _frequency;
    private readonly double _stretch;
    private readonly double _bands;

    public CloudTexture(DeterministicRandom random)
    {
        _octaves = 1 + random.NextInt32(5);
        _persistence = 0.35 + (0.5 * random.NextDouble());
        _frequency = 2 * Math.Pow(6, random.NextDouble());
        _stretch = Math.Pow(5, random.NextDouble());
        _bands = random.NextInt32(2) == 0 ? 0 : 1 + (8 * random.NextDouble());
    }

    public bool FillsPicture => true;

    public void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random)
    {
        float[] values = new float[Lattice * Lattice];
        foreach (ref float value in values.AsSpan())
        {
            value = random.NextSingle();
        }

        DrawnColour[] ramp = [.. Enumerable.Range(0, RampLength).Select(_ => DrawnColour.Random(random))];
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        for (int row = 0; row < canvas.Side; row++)
        {
            for (int column = 0; column < canvas.Side; column++)
            {
                double x = (double)column / canvas.Side;
                double y = (double)row / canvas.Side;
                double along = _frequency * ((cosine * x) + (sine * y));
                double across = _frequency * _stretch * ((cosine * y) - (sine * x));
                double level = Noise(values, along, across);
                level = _bands > 0 ? 0.5 + (0.5 * Math.Sin(2 * Math.PI * ((_bands * x) + (2 * level)))) : Math.Clamp((1.6 * level) - 0.3, 0, 1);
                double place = level * (RampLength - 1);
                int step = Math.Min((int)place, RampLength - 2);
                canvas.Blend(column, row, ramp[step].Towards(ramp[step + 1], (float)(place - step)), 1);
            }
        }
    }

    private double Noise(float[] values, double x, double y)
    {
        double sum = 0;
        double weight = 1;
        double weights = 0;
        for (int octave = 0; octave < _octaves; octave++)
        {
            sum += weight * Value(values, x, y);
            weights += weight;
            weight *= _persistence;
            (x, y) = ((2 * x) + 17.3, (2 * y) + 5.7);
        }

        return sum / weights;
    }

    private static double Value(float[] values, double x, double y)
    {
        int column = (int)Math.Floor(x);
        int row = (int)Math.Floor(y);
        double u = Smooth(x - column);
        double v = Smooth(y - row);
        (int left, int right) = (column & (Lattice - 1), (column + 1) & (Lattice - 1));
        (int top, int bottom) = ((row & (Lattice - 1)) * Lattice, ((row + 1) & (Lattice - 1)) * Lattice);
        double above = values[top + left] + (u * (values[top + right] - values[top + left]));
        double below = values[bottom + left] + (u * (values[bottom + right] - values[bottom + left]));
        return above + (v * (below - above));
    }

    private static double Smooth(double share) => share * share * (3 - (2 * share));
}
