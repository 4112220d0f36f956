using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

/// <summary>Writes a list with one item on a line, indented by where it stands, so that it reads as a table.</summary>
internal sealed class LinesConverter<T>(Func<T, string> toJson) : JsonConverter<IReadOnlyList<T>>
{
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        if (value.Count == 0)
        {
            writer.WriteRawValue("[]");
            return;
        }

        string outer = new(' ', 2 * writer.CurrentDepth);
        writer.WriteRawValue($"[\n{string.Join(",\n", value.Select(item => $"{outer}  {toJson(item)}"))}\n{outer}]");
    }
}
