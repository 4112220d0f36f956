using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Explanation;

namespace MLNetTransfer.Cli.Output;

// What explain writes to standard output.
internal static class ExplanationWriter
{
    internal static void WriteTable(TextWriter writer, IEnumerable<(string Path, PictureExplanation Explanation)> rows)
    {
        TableWriter table = new("PICTURE", "CLASS", ">PROBABILITY", ">CENTRE X", ">CENTRE Y", ">HOTTEST TENTH");
        foreach ((string path, PictureExplanation explanation) in rows)
        {
            table.Add(
                path,
                explanation.ClassName,
                explanation.Probability.ToString("0.0000", CultureInfo.InvariantCulture),
                Number(explanation.CentreX),
                Number(explanation.CentreY),
                Number(explanation.Heat.HottestTenth));
        }

        table.WriteTo(writer);
    }

    internal static void WriteJson(Utf8JsonWriter json, IEnumerable<(string Path, PictureExplanation Explanation)> rows)
    {
        json.WriteStartArray();
        foreach ((string path, PictureExplanation explanation) in rows)
        {
            json.WriteStartObject();
            json.WriteString("picture", path);
            json.WriteString("class", explanation.ClassName);
            json.WriteNumber("probability", explanation.Probability);
            json.WriteString("method", explanation.Method == ExplanationMethod.GradCam ? "gradcam" : "occlusion");
            json.WriteString("layer", explanation.Layer);
            json.WriteStartObject("centre");
            json.WriteNumber("x", Rounded(explanation.CentreX));
            json.WriteNumber("y", Rounded(explanation.CentreY));
            json.WriteEndObject();
            json.WriteNumber("hottestTenth", Rounded(explanation.Heat.HottestTenth));
            json.WriteNumber("peak", explanation.Heat.Peak);
            json.WriteStartObject("seen");
            json.WriteNumber("left", Rounded(explanation.Seen.Left));
            json.WriteNumber("top", Rounded(explanation.Seen.Top));
            json.WriteNumber("width", Rounded(explanation.Seen.Width));
            json.WriteNumber("height", Rounded(explanation.Seen.Height));
            json.WriteEndObject();
            WriteHeat(json, explanation.Heat);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHeat(Utf8JsonWriter json, HeatMap heat)
    {
        json.WriteStartObject("heat");
        json.WriteNumber("columns", heat.Columns);
        json.WriteNumber("rows", heat.Rows);
        json.WritePropertyName("values");
        json.WriteRawValue($"[{string.Join(',', heat.Values.ToArray().Select(value => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture)))}]");
        json.WriteEndObject();
    }

    private static double Rounded(double value) => Math.Round(value, 4);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
