using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLNetTransfer.Cli.Output;

// JSON to a text writer. Letters of all languages stay readable.
internal static class JsonOutput
{
    internal static void Write(TextWriter writer, Action<Utf8JsonWriter> write, bool indented = true)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        writer.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        writer.Write('\n');
    }

    // JSON has no number for what was not measured, or is none.
    internal static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
