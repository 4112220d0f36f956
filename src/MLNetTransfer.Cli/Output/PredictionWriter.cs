using System.Globalization;
using System.Text.Json;

namespace MLNetTransfer.Cli.Output;

// Writes what was recognised, in one of the formats of predict.
internal abstract class PredictionWriter(TextWriter writer)
{
    protected TextWriter Writer { get; } = writer;

    internal static PredictionWriter Create(string format, TextWriter writer, int top) => format switch
    {
        OutputFormat.JsonLines => new JsonLinesWriter(writer),
        OutputFormat.Csv => new CsvWriter(writer, top),
        _ => new TableFormWriter(writer, top),
    };

    internal abstract void Write(ClassificationResult result);

    internal virtual void End() => Writer.Flush();

    private static string Probability(float value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class JsonLinesWriter(TextWriter writer) : PredictionWriter(writer)
    {
        internal override void Write(ClassificationResult result)
        {
            JsonOutput.Write(Writer, json => WriteObject(json, result), indented: false);
            Writer.Flush();
        }

        private static void WriteObject(Utf8JsonWriter json, ClassificationResult result)
        {
            json.WriteStartObject();
            json.WriteString("file", result.Path);
            if (result.Error is not null || result.Top.Count == 0)
            {
                json.WriteString("error", result.Error ?? "no class");
                json.WriteEndObject();
                return;
            }

            json.WriteString("label", result.Top[0].Label);
            json.WriteNumber("probability", result.Top[0].Probability);
            json.WriteStartArray("top");
            foreach (LabelProbability item in result.Top)
            {
                json.WriteStartObject();
                json.WriteString("label", item.Label);
                json.WriteNumber("probability", item.Probability);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private sealed class CsvWriter : PredictionWriter
    {
        private readonly int _top;

        internal CsvWriter(TextWriter writer, int top)
            : base(writer)
        {
            _top = top;
            IEnumerable<string> more = Enumerable.Range(2, Math.Max(0, top - 1)).SelectMany(rank => new[] { "label" + Quantity.Count(rank), "probability" + Quantity.Count(rank) });
            CsvOutput.WriteLine(writer, ["file", "label", "probability", .. more, "error"]);
        }

        internal override void Write(ClassificationResult result)
        {
            List<string> cells = [result.Path];
            for (int rank = 0; rank < Math.Max(1, _top); rank++)
            {
                bool has = rank < result.Top.Count;
                cells.Add(has ? result.Top[rank].Label : string.Empty);
                cells.Add(has ? result.Top[rank].Probability.ToString("R", CultureInfo.InvariantCulture) : string.Empty);
            }

            cells.Add(result.Error ?? string.Empty);
            CsvOutput.WriteLine(Writer, cells);
            Writer.Flush();
        }
    }

    private sealed class TableFormWriter(TextWriter writer, int top) : PredictionWriter(writer)
    {
        private readonly TableWriter _table = top > 1 ? new TableWriter("FILE", "LABEL", ">PROBABILITY", "THEN") : new TableWriter("FILE", "LABEL", ">PROBABILITY");

        internal override void Write(ClassificationResult result)
        {
            bool good = result.Error is null && result.Top.Count > 0;
            List<string> cells = [result.Path, good ? result.Top[0].Label : $"({result.Error})", good ? Probability(result.Top[0].Probability) : string.Empty];
            if (top > 1)
            {
                cells.Add(string.Join(", ", result.Top.Skip(1).Select(item => $"{item.Label} {Probability(item.Probability)}")));
            }

            _table.Add([.. cells]);
        }

        internal override void End()
        {
            _table.WriteTo(Writer);
            base.End();
        }
    }
}
