using System.Globalization;

namespace MLNetTransfer.Reporting;

/// <summary>How numbers are written for people: culture-invariant, with as many digits as they deserve.</summary>
internal static class ReportFormat
{
    public static string Percent(double share) => Of($"{share * 100:0.0} %");

    public static string Share(double value) => Of($"{value:0.000}");

    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A difference of shares in points of a percent, with its sign.</summary>
    public static string Points(double difference) => Of($"{difference * 100:+0.0;-0.0;0.0}");

    /// <summary>A probability that may be very small.</summary>
    public static string Probability(double probability) => probability < 0.0005 ? "below 0.001" : Of($"{probability:0.000}");

    public static string Duration(double seconds) =>
        seconds < 0.0995 ? Of($"{seconds * 1000:0} ms")
        : seconds < 99.5 ? Of($"{seconds:0.0} s")
        : seconds < 5970 ? Of($"{seconds / 60:0.0} min")
        : Of($"{seconds / 3600:0.0} h");

    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
