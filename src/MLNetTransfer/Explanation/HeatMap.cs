namespace MLNetTransfer.Explanation;

/// <summary>How much each place of the square that the network sees speaks for a class: 0 where nothing does, 1 at the hottest place.</summary>
public sealed class HeatMap
{
    private const int StatisticsSide = 64;

    private readonly float[] _values;

    private HeatMap(int columns, int rows, float[] values, float peak)
    {
        Columns = columns;
        Rows = rows;
        _values = values;
        Peak = peak;
        (CentreX, CentreY, HottestTenth) = Measure();
    }

    /// <summary>Places in a row.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Rows x columns values of 0 to 1, rows from the top.</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>What the hottest place had before the values were scaled; 0 where no place speaks for the class, and all values are 0 then.</summary>
    public float Peak { get; }

    /// <summary>Where the centre of mass of the heat lies from left to right, 0 to 1; the middle where there is no heat.</summary>
    public double CentreX { get; }

    /// <summary>Where the centre of mass of the heat lies from top to bottom, 0 to 1; the middle where there is no heat.</summary>
    public double CentreY { get; }

    /// <summary>Share of the heat in the hottest tenth of the area: 0.1 where it is spread evenly, 1 where it is all in one place; 0 where there is none.</summary>
    public double HottestTenth { get; }

    /// <summary>The value at a point between the places, interpolated bilinearly.</summary>
    /// <param name="x">From left to right; 0 to 1, beyond it the value of the edge.</param>
    /// <param name="y">From top to bottom; 0 to 1, beyond it the value of the edge.</param>
    public float At(double x, double y)
    {
        (int left, int right, float toRight) = Neighbours(x, Columns);
        (int above, int below, float toBelow) = Neighbours(y, Rows);
        float upper = Between(_values[(above * Columns) + left], _values[(above * Columns) + right], toRight);
        float lower = Between(_values[(below * Columns) + left], _values[(below * Columns) + right], toRight);
        return Between(upper, lower, toBelow);
    }

    /// <summary>Makes a map: what is below 0 or no number counts as 0, and the highest value becomes 1.</summary>
    /// <param name="columns">Places in a row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="values">Rows x columns values, rows from the top.</param>
    internal static HeatMap From(int columns, int rows, ReadOnlySpan<double> values)
    {
        double peak = 0;
        foreach (double value in values)
        {
            peak = value > peak && double.IsFinite(value) ? value : peak;
        }

        float[] scaled = new float[columns * rows];
        for (int index = 0; index < scaled.Length && peak > 0; index++)
        {
            scaled[index] = values[index] > 0 ? (float)Math.Min(values[index] / peak, 1) : 0;
        }

        return new HeatMap(columns, rows, scaled, (float)peak);
    }

    private static (int First, int Second, float Share) Neighbours(double position, int count)
    {
        double place = Math.Clamp((position * count) - 0.5, 0, count - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, count - 1), (float)(place - first));
    }

    private static float Between(float first, float second, float share) => first + ((second - first) * share);

    private (double CentreX, double CentreY, double HottestTenth) Measure()
    {
        float[] samples = new float[StatisticsSide * StatisticsSide];
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int index = 0; index < samples.Length; index++)
        {
            double x = ((index % StatisticsSide) + 0.5) / StatisticsSide;
            double y = ((index / StatisticsSide) + 0.5) / StatisticsSide;
            samples[index] = At(x, y);
            sum += samples[index];
            sumX += samples[index] * x;
            sumY += samples[index] * y;
        }

        if (sum == 0)
        {
            return (0.5, 0.5, 0);
        }

        Array.Sort(samples);
        double tenth = samples.Length / 10.0;
        int whole = (int)tenth;
        double hottest = ((tenth - whole) * samples[^(whole + 1)]) + samples.AsSpan(samples.Length - whole).ToArray().Sum(value => (double)value);
        return (sumX / sum, sumY / sum, hottest / sum);
    }
}
