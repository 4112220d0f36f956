using System.Globalization;

namespace MLNetTransfer.Cli.Output;

// Sizes, counts and times as people read them, the same in every culture.
internal static class Quantity
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    internal static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1024 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {ByteUnits[unit]}");
    }

    internal static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    internal static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(10))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
        }

        return time < TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
    }

    internal static string Rate(double perSecond, string unit)
    {
        if (unit == "bytes")
        {
            return Bytes(perSecond) + "/s";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{perSecond.ToString(perSecond < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} {unit}/s");
    }
}
