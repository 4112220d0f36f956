namespace MLNetTransfer.Reporting.Charts;

/// <summary>A rectangle of a drawing, in its units.</summary>
internal readonly record struct ChartArea(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}
