using System.Globalization;

namespace MLNetTransfer.Reporting;

/// <summary>One epoch of a training. What was not measured is null; loss and rate may be NaN or infinite where a training went wrong.</summary>
/// <param name="Phase">The part of the run.</param>
/// <param name="Epoch">From 1 within the phase; an iteration where the optimizer has no epochs.</param>
/// <param name="Seconds">Wall time from the start of the phase to the end of the epoch, that of runs which this one resumed included.</param>
/// <param name="LearningRate">Base rate of the last step.</param>
/// <param name="TrainingLoss">Mean loss of the training pictures.</param>
/// <param name="TrainingAccuracy">Share of the training pictures that were classified correctly.</param>
/// <param name="ValidationLoss">Mean loss of the validation pictures.</param>
/// <param name="ValidationAccuracy">Share of the validation pictures that were classified correctly.</param>
/// <param name="IsBest">Better than every epoch of the phase before it: the last such row of a phase is the one that is kept.</param>
public sealed record HistoryRow(
    TrainingPhase Phase,
    int Epoch,
    double? Seconds,
    double? LearningRate,
    double? TrainingLoss,
    double? TrainingAccuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    bool IsBest)
{
    private const NumberStyles Number = NumberStyles.Float;

    internal static IReadOnlyList<string> Columns { get; } =
        ["phase", "epoch", "seconds", "learningRate", "trainingLoss", "trainingAccuracy", "validationLoss", "validationAccuracy", "isBest"];

    /// <summary>The row as a line of <c>history.csv</c>, without its end. Numbers are culture-invariant and come back exactly.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TrainingPhaseNames.Of(Phase)},{Epoch},{Seconds:R},{LearningRate:R},{TrainingLoss:R},{TrainingAccuracy:R},{ValidationLoss:R},{ValidationAccuracy:R},{(IsBest ? 1 : 0)}");

    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static HistoryRow Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] fields = line.Split(',');
        if (fields.Length != Columns.Count)
        {
            throw new FormatException(FormattableString.Invariant($"A row of the history has {fields.Length} fields; expected {Columns.Count}: {string.Join(',', Columns)}."));
        }

        TrainingPhase phase = TrainingPhaseNames.Find(fields[0]) ?? throw Unexpected(0, string.Join(" or ", TrainingPhaseNames.All));
        if (!int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch))
        {
            throw Unexpected(1, "a whole number");
        }

        if (fields[8] is not ("0" or "1"))
        {
            throw Unexpected(8, "0 or 1");
        }

        return new HistoryRow(phase, epoch, Field(2), Field(3), Field(4), Field(5), Field(6), Field(7), fields[8] == "1");

        double? Field(int index) =>
            fields[index].Length == 0 ? null
            : double.TryParse(fields[index], Number, CultureInfo.InvariantCulture, out double value) ? value
            : throw Unexpected(index, "a number or nothing");

        FormatException Unexpected(int index, string expected) => new($"The field {Columns[index]} of the history is '{fields[index]}'; expected {expected}.");
    }
}
