using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>Rings whose radius is a sum of two sine waves of whole frequencies around the centre (Takashima and others, "Visual atoms", 2023).</summary>
internal sealed class WaveContours : IFigure
{
    private const int HighestFrequency = 20;
    private const int Steps = 900;

    private readonly int _rings;
    private readonly (int Frequency, double Amplitude)[] _waves;
    private readonly double _lineWidth;

    public WaveContours(DeterministicRandom random)
    {
        _rings = 1 + random.NextInt32(8);
        _waves = [.. Enumerable.Range(0, 2).Select(_ => (1 + random.NextInt32(HighestFrequency), 0.25 * random.NextDouble()))];
        _lineWidth = 0.5 + (1.5 * random.NextDouble());
    }

    public bool FillsPicture => false;

    public void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random)
    {
        (DrawnColour inner, DrawnColour outer) = (DrawnColour.Random(random), DrawnColour.Random(random));
        double[] phases = [.. _waves.Select(_ => 2 * Math.PI * random.NextDouble())];
        double stretch = 0.6 + (0.4 * random.NextDouble());
        for (int ring = _rings; ring >= 1; ring--)
        {
            double radius = 0.7 * ring / _rings;
            DrawnColour colour = inner.Towards(outer, (float)ring / _rings);
            for (int step = 0; step < Steps; step++)
            {
                double angle = 2 * Math.PI * step / Steps;
                double length = radius;
                for (int wave = 0; wave < _waves.Length; wave++)
                {
                    length += radius * _waves[wave].Amplitude * Math.Sin((_waves[wave].Frequency * angle) + phases[wave]);
                }

                (double x, double y) = placement.Map(length * Math.Cos(angle), stretch * length * Math.Sin(angle), canvas.Side);
                canvas.Dot(x, y, _lineWidth, colour);
            }
        }
    }
}
