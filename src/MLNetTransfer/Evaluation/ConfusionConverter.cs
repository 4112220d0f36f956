using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

/// <summary>Writes a confusion matrix with one row on a line, so that it reads as a matrix. The indentation is that of a member of the outermost object.</summary>
internal sealed class ConfusionConverter : JsonConverter<IReadOnlyList<IReadOnlyList<long>>>
{
    public override IReadOnlyList<IReadOnlyList<long>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<long>> value, JsonSerializerOptions options)
    {
        IEnumerable<string> rows = value.Select(row => $"    [{string.Join(", ", row.Select(count => count.ToString(CultureInfo.InvariantCulture)))}]");
        writer.WriteRawValue($"[\n{string.Join(",\n", rows)}\n  ]");
    }
}
