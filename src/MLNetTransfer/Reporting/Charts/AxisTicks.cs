using System.Globalization;

namespace MLNetTransfer.Reporting.Charts;

/// <summary>Chooses round values of an axis.</summary>
internal static class AxisTicks
{
    private const int MaximumCount = 1000;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten within a range, at most as many as asked for.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above <paramref name="low"/>.</param>
    /// <param name="most">At least 2.</param>
    /// <param name="whole">Only whole numbers.</param>
    public static IReadOnlyList<ChartTick> Linear(double low, double high, int most, bool whole = false)
    {
        double step = Step((high - low) / most);
        step = whole ? Math.Max(1, step) : step;
        while (Math.Floor(high / step * (1 + 1e-12)) - Math.Ceiling(low / step) + 1 > most)
        {
            step = Step(step * 1.5);
        }

        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 15);
        string format = step is < 1e-6 or >= 1e7 ? "0.##e0" : "0." + new string('0', decimals);
        List<ChartTick> ticks = [];
        // Adding 0 turns -0 into 0, which would be written with its sign.
        for (double index = Math.Ceiling((low / step) - 1e-9) + 0.0; index * step <= high + (step * 1e-9) && ticks.Count < MaximumCount; index++)
        {
            ticks.Add(new ChartTick(index * step, (index * step).ToString(format, CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    /// <summary>Powers of ten within a range; every second or third of them where there are too many.</summary>
    /// <param name="low">Above 0.</param>
    /// <param name="high">Above <paramref name="low"/>.</param>
    /// <param name="most">At least 2.</param>
    public static IReadOnlyList<ChartTick> Logarithmic(double low, double high, int most)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9);
        int last = (int)Math.Floor(Math.Log10(high) + 1e-9);
        int stride = Math.Max(1, (last - first + most) / most);
        List<ChartTick> ticks = [];
        for (int power = first; power <= last; power += stride)
        {
            ticks.Add(new ChartTick(Math.Pow(10, power), string.Create(CultureInfo.InvariantCulture, $"1e{power}")));
        }

        return ticks;
    }

    /// <summary>The least of 1, 2, 5 times a power of ten that is not below a value.</summary>
    public static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double digits = least / power;
        return (digits <= 1 + 1e-9 ? 1 : digits <= 2 + 1e-9 ? 2 : digits <= 5 + 1e-9 ? 5 : 10) * power;
    }
}
