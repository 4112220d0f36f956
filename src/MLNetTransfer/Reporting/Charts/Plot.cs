namespace MLNetTransfer.Reporting.Charts;

/// <summary>Turns values into places: the ranges of both axes and the ticks that divide them.</summary>
internal sealed class Plot
{
    private const int VerticalTickCount = 6;
    private const int HorizontalTickCount = 9;

    private readonly bool _logarithmic;
    private readonly double _low;
    private readonly double _high;
    private readonly double _bottom;
    private readonly double _top;

    private Plot(LineChart chart, ChartArea area, (double Low, double High) horizontal, (double Low, double High) vertical)
    {
        Area = area;
        _logarithmic = chart.Logarithmic;
        (_low, _high) = (Map(horizontal.Low), Map(horizontal.High));
        (_bottom, _top) = vertical;
        VerticalTicks = AxisTicks.Linear(_bottom, _top, VerticalTickCount);
        HorizontalTicks = chart.HorizontalTicks ?? (_logarithmic
            ? AxisTicks.Logarithmic(horizontal.Low, horizontal.High, HorizontalTickCount)
            : AxisTicks.Linear(horizontal.Low, horizontal.High, HorizontalTickCount, whole: true));
    }

    public ChartArea Area { get; }

    public IReadOnlyList<ChartTick> VerticalTicks { get; }

    public IReadOnlyList<ChartTick> HorizontalTicks { get; }

    public static Plot Of(LineChart chart, ChartArea area)
    {
        ChartPoint[] points = [.. chart.Series.SelectMany(series => series.Points).Where(point => IsShown(chart, point))];
        IEnumerable<double> across = points.Select(point => point.X).Concat(chart.Rules.Select(rule => rule.X));
        (double Low, double High) horizontal = Range(across, chart.Logarithmic ? (1e-6, 1) : (0, 1));
        if (horizontal.Low == horizontal.High)
        {
            horizontal = chart.Logarithmic ? (horizontal.Low / 10, horizontal.High * 10) : (horizontal.Low - 1, horizontal.High + 1);
        }

        (double low, double high) = Range(points.Select(point => point.Y), (0, 1));
        double span = high > low ? high - low : Math.Max(Math.Abs(high), 1e-3);
        double step = AxisTicks.Step(span * 1.1 / (VerticalTickCount - 1));
        double bottom = Math.Floor((low - (high > low ? 0 : span / 4)) / step) * step;
        double top = Math.Ceiling((high + (high > low ? 0 : span / 4)) / step) * step;
        top = chart.Ceiling is double ceiling && high <= ceiling ? Math.Min(top, ceiling) : top;
        return new Plot(chart, area, horizontal, (bottom < top ? bottom : top - step, top));
    }

    public bool Shows(ChartPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y) && (!_logarithmic || point.X > 0);

    public double Horizontal(double value) => Area.Left + ((Map(value) - _low) / (_high - _low) * Area.Width);

    public string X(double value) => Markup.Number(Horizontal(value));

    public string Y(double value) => Markup.Number(Area.Bottom - ((value - _bottom) / (_top - _bottom) * Area.Height));

    private static bool IsShown(LineChart chart, ChartPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y) && (!chart.Logarithmic || point.X > 0);

    private static (double Low, double High) Range(IEnumerable<double> values, (double Low, double High) none)
    {
        double[] all = [.. values];
        return all.Length == 0 ? none : (all.Min(), all.Max());
    }

    private double Map(double value) => _logarithmic ? Math.Log10(value) : value;
}
