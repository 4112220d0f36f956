namespace MLNetTransfer.Reporting.Charts;

/// <summary>The charts of a run.</summary>
public static class TrainingCharts
{
    /// <summary>
    /// Accuracy and loss by epoch. The epochs of fine-tuning stand to the right of 0; the head stands to the left of it, never wider than the rest. A network that was
    /// trained from random weights stands dashed over the same epochs.
    /// </summary>
    public static IReadOnlyList<LineChart> Curves(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return
        [
            Curve(history, "Accuracy", row => row.TrainingAccuracy, row => row.ValidationAccuracy, ceiling: 1),
            Curve(history, "Loss", row => row.TrainingLoss, row => row.ValidationLoss, ceiling: null),
        ];
    }

    /// <summary>What the learning-rate finder saw: loss by rate, on a logarithmic axis.</summary>
    /// <param name="points">Rate and loss.</param>
    /// <param name="suggestion">The rate that it suggests, or null.</param>
    public static LineChart LearningRates(IReadOnlyList<ChartPoint> points, double? suggestion)
    {
        string text = suggestion is double rate ? FormattableString.Invariant($"suggested rate {rate:0.##e0}") : "no rate is suggested";
        return new LineChart
        {
            Title = "Loss by learning rate",
            Description = $"Loss of the training while the learning rate grows; {text}.",
            HorizontalName = "learning rate",
            Series = [new ChartSeries("loss", points)],
            Logarithmic = true,
            Rules = suggestion is double chosen ? [new ChartRule(text, chosen)] : [],
        };
    }

    private static LineChart Curve(TrainingHistory history, string title, Func<HistoryRow, double?> training, Func<HistoryRow, double?> validation, double? ceiling)
    {
        IReadOnlyList<HistoryRow> head = history.Of(TrainingPhase.Head);
        IReadOnlyList<HistoryRow> tuned = history.Of(TrainingPhase.FineTuning);
        IReadOnlyList<HistoryRow> scratch = history.Of(TrainingPhase.Scratch);
        int epochs = tuned.Concat(scratch).Select(row => row.Epoch).DefaultIfEmpty(0).Max();
        double headWidth = epochs == 0 ? 0 : Math.Min(head.Count, epochs);
        double Place(HistoryRow row, int index) => row.Phase == TrainingPhase.Head && epochs > 0 ? (headWidth * (index + 1) / head.Count) - headWidth : row.Epoch;

        (HistoryRow Row, double X)[] main = [.. head.Select((row, index) => (row, Place(row, index))), .. tuned.Select(row => (row, Place(row, 0)))];
        (HistoryRow Row, double X)[] other = [.. scratch.Select(row => (row, Place(row, 0)))];
        bool compared = main.Length > 0 && other.Length > 0;
        (string First, string Second) names = compared ? ("pretrained, ", "from scratch, ") : ("", "");
        List<ChartSeries> series = [];
        Add(names.First + "training", main, training, 0, false);
        Add(names.First + "validation", main, validation, 1, false);
        Add(names.Second + "training", other, training, 0, compared);
        Add(names.Second + "validation", other, validation, 1, compared);
        TrainingPhase kept = tuned.Count > 0 ? TrainingPhase.FineTuning : head.Count > 0 ? TrainingPhase.Head : TrainingPhase.Scratch;
        (HistoryRow Row, double X) best = main.Concat(other).LastOrDefault(place => place.Row.Phase == kept && place.Row.IsBest);
        bool hasBest = best.Row is not null && (validation(best.Row) ?? training(best.Row)) is not null;
        return new LineChart
        {
            Title = title,
            Description = FormattableString.Invariant($"{title} by epoch: {head.Count} rows of the head, {tuned.Count} of fine-tuning, {scratch.Count} from scratch."),
            HorizontalName = epochs > 0 && head.Count > 0 ? "epoch after the head" : "epoch",
            HorizontalTicks = epochs > 0 && head.Count > 0 ? HeadTicks(head, headWidth, epochs) : null,
            Series = series,
            Rules = head.Count > 0 && tuned.Count > 0 ? [new ChartRule("fine-tuning starts", 0)] : [],
            Markers = hasBest ? [new ChartMarker(FormattableString.Invariant($"best epoch {best.Row!.Epoch}"), new ChartPoint(best.X, (validation(best.Row) ?? training(best.Row))!.Value))] : [],
            Ceiling = ceiling,
        };

        void Add(string name, (HistoryRow Row, double X)[] places, Func<HistoryRow, double?> value, int colour, bool dashed)
        {
            ChartPoint[] points = [.. places.Select(place => new ChartPoint(place.X, value(place.Row) ?? double.NaN))];
            if (points.Any(point => double.IsFinite(point.Y)))
            {
                series.Add(new ChartSeries(name, points, colour, dashed));
            }
        }
    }

    private static ChartTick[] HeadTicks(IReadOnlyList<HistoryRow> head, double width, int epochs) =>
    [
        new ChartTick(-width / 2, head.Count == 1 ? "head" : FormattableString.Invariant($"head {head[0].Epoch}-{head[^1].Epoch}")),
        .. AxisTicks.Linear(0, epochs, 8, whole: true).Where(tick => tick.Value > 0),
    ];
}
