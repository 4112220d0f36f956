using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

/// <summary>Writes an interval on one line.</summary>
internal sealed class IntervalConverter : JsonConverter<ConfidenceInterval>
{
    public override ConfidenceInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, ConfidenceInterval value, JsonSerializerOptions options) =>
        writer.WriteRawValue(FormattableString.Invariant($"{{ \"low\": {value.Low:R}, \"high\": {value.High:R} }}"));
}
