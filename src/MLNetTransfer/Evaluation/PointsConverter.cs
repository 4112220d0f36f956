using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

/// <summary>Writes a curve as pairs on one line, to six digits, which is finer than any plot.</summary>
internal sealed class PointsConverter : JsonConverter<IReadOnlyList<CurvePoint>>
{
    public override IReadOnlyList<CurvePoint> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<CurvePoint> value, JsonSerializerOptions options) =>
        writer.WriteRawValue($"[{string.Join(", ", value.Select(point => FormattableString.Invariant($"[{point.X:0.######}, {point.Y:0.######}]")))}]");
}
