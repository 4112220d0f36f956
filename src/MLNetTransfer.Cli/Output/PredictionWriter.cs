using System.Globalization;
using System.Text.Json;

namespace MLNetTransfer.Cli.Output;

// Writes what was recognised, in one of the formats of predict.
internal abstract class PredictionWriter(TextWriter writer, double? threshold)
{
    protected TextWriter Writer { get; } = writer;

    // Whether "none of these" may be an answer.
    protected bool CanReject { get; } = threshold is not null;

    internal static PredictionWriter Create(string format, TextWriter writer, int top, double? threshold = null) => format switch
    {
        OutputFormat.JsonLines => new JsonLinesWriter(writer, threshold),
        OutputFormat.Csv => new CsvWriter(writer, top, threshold),
        _ => new TableFormWriter(writer, top, threshold),
    };

    internal abstract void Write(ClassificationResult result);

    internal virtual void End() => Writer.Flush();

    protected bool IsRejected(ClassificationResult result) => threshold is double least && result.IsBelow(least);

    protected string Label(ClassificationResult result) => IsRejected(result) ? ClassificationResult.NoneOfThese : result.Top[0].Label;

    private static string Probability(float value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class JsonLinesWriter(TextWriter writer, double? threshold) : PredictionWriter(writer, threshold)
    {
        internal override void Write(ClassificationResult result)
        {
            JsonOutput.Write(Writer, json => WriteObject(json, result), indented: false);
            Writer.Flush();
        }

        private void WriteObject(Utf8JsonWriter json, ClassificationResult result)
        {
            json.WriteStartObject();
            json.WriteString("file", result.Path);
            if (result.Error is not null || result.Top.Count == 0)
            {
                json.WriteString("error", result.Error ?? "no class");
                json.WriteEndObject();
                return;
            }

            json.WriteString("label", Label(result));
            json.WriteNumber("probability", result.Top[0].Probability);
            if (CanReject)
            {
                json.WriteBoolean("rejected", IsRejected(result));
            }

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

        internal CsvWriter(TextWriter writer, int top, double? threshold)
            : base(writer, threshold)
        {
            _top = top;
            IEnumerable<string> more = Enumerable.Range(2, Math.Max(0, top - 1)).SelectMany(rank => new[] { "label" + Quantity.Count(rank), "probability" + Quantity.Count(rank) });
            CsvOutput.WriteLine(writer, ["file", "label", "probability", .. more, .. CanReject ? (string[])["rejected"] : [], "error"]);
        }

        internal override void Write(ClassificationResult result)
        {
            List<string> cells = [result.Path];
            for (int rank = 0; rank < Math.Max(1, _top); rank++)
            {
                bool has = rank < result.Top.Count;
                cells.Add(!has ? string.Empty : rank == 0 ? Label(result) : result.Top[rank].Label);
                cells.Add(has ? result.Top[rank].Probability.ToString("R", CultureInfo.InvariantCulture) : string.Empty);
            }

            if (CanReject)
            {
                cells.Add(IsRejected(result) ? "1" : "0");
            }

            cells.Add(result.Error ?? string.Empty);
            CsvOutput.WriteLine(Writer, cells);
            Writer.Flush();
        }
    }

    private sealed class TableFormWriter(TextWriter writer, int top, double? threshold) : PredictionWriter(writer, threshold)
    {
        private readonly TableWriter _table = top > 1 ? new TableWriter("FILE", "LABEL", ">PROBABILITY", "THEN") : new TableWriter("FILE", "LABEL", ">PROBABILITY");

        internal override void Write(ClassificationResult result)
        {
            bool good = result.Error is null && result.Top.Count > 0;
            List<string> cells = [result.Path, good ? Label(result) : $"({result.Error})", good ? Probability(result.Top[0].Probability) : string.Empty];
            if (top > 1)
            {
                cells.Add(string.Join(", ", result.Top.Skip(good && IsRejected(result) ? 0 : 1).Select(item => $"{item.Label} {Probability(item.Probability)}")));
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
