using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

/// <summary>Writes a row of the confusion matrix on one line, so that the matrix reads as one.</summary>
internal sealed class ConfusionRowConverter : JsonConverter<IReadOnlyList<long>>
{
    public override IReadOnlyList<long> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<long> value, JsonSerializerOptions options) =>
        writer.WriteRawValue($"[{string.Join(", ", value.Select(count => count.ToString(CultureInfo.InvariantCulture)))}]");
}
