using System.Globalization;
using System.Text;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Reporting.TensorBoard;

/// <summary>
/// A training for TensorBoard: a run of TensorBoard, that is a folder, for each phase; an epoch is a step. Each epoch is on the disk when <see cref="Add(HistoryRow)"/> returns.
/// </summary>
public sealed class TensorBoardLog : IDisposable
{
    private readonly string _folder;
    private readonly bool _continues;
    private readonly IReadOnlyList<ReportSetting> _settings;
    private readonly TimeProvider _clock;
    private readonly Dictionary<TrainingPhase, Run> _runs = [];

    /// <summary>Names a log; files appear with the first epoch of a phase.</summary>
    /// <param name="folder">What TensorBoard is started with as <c>--logdir</c>, or a folder in it.</param>
    /// <param name="settings">What is shown as the text <c>hyperparameters</c> of every phase.</param>
    /// <param name="continues">Whether the epochs that the folder holds already stay; else they are replaced.</param>
    /// <param name="clock">Gives the wall time of the events.</param>
    public TensorBoardLog(string folder, IReadOnlyList<ReportSetting> settings, bool continues, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        _folder = folder;
        _settings = settings;
        _continues = continues;
        _clock = clock;
    }

    /// <summary>Writes an epoch. One that the folder holds already is passed over where the log continues.</summary>
    /// <exception cref="IOException">It cannot be written, for instance because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Run run = RunOf(row.Phase, row.Epoch);
        if (run.LastStep >= row.Epoch)
        {
            return;
        }

        // A student is not right or wrong: what is measured of it is how much of the teacher's features it explains.
        string measure = row.Phase == TrainingPhase.Distillation ? "explained" : "accuracy";
        (string Tag, double? Value)[] numbers =
        [
            ("loss/training", row.TrainingLoss),
            ("loss/validation", row.ValidationLoss),
            ($"{measure}/training", row.TrainingAccuracy),
            ($"{measure}/validation", row.ValidationAccuracy),
            ("learning_rate", row.LearningRate),
            ("seconds", row.Seconds),
        ];
        run.File.AddNumbers(row.Epoch, numbers.Where(number => number.Value is not null).Select(number => KeyValuePair.Create(number.Tag, number.Value!.Value)));
        run.LastStep = row.Epoch;
    }

    /// <summary>Writes an evaluation at the last epoch of a phase: the main figures as numbers and text, the classes as a table, the confusion matrix as a picture.</summary>
    /// <param name="phase">The phase that gave the model.</param>
    /// <param name="part">Name of the pictures, such as <c>validation</c>.</param>
    /// <param name="metrics">The figures.</param>
    public void Add(TrainingPhase phase, string part, ClassificationMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Run run = RunOf(phase, 0);
        long step = run.LastStep ?? 0;
        run.File.AddNumbers(step, [new($"{part}/accuracy", metrics.Accuracy), new($"{part}/log_loss", metrics.LogLoss), new($"{part}/macro_f1", metrics.MacroF1)]);
        run.File.AddText(step, $"{part}/classes/text_summary", Table(metrics));
        Image picture = ConfusionPicture.Draw(metrics);
        run.File.AddPicture(step, $"{part}/confusion", picture.Width, picture.Height, PngEncoder.Encode(picture));
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (Run run in _runs.Values)
        {
            run.File.Dispose();
        }
    }

    private static string Table(ClassificationMetrics metrics)
    {
        StringBuilder text = new("| class | precision | recall | F1 | pictures |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (ClassMetrics each in metrics.Classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Escaped(each.Name)} | {each.Precision:0.0000} | {each.Recall:0.0000} | {each.F1:0.0000} | {each.Support} |\n");
        }

        return text.ToString();
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private Run RunOf(TrainingPhase phase, int firstStep)
    {
        if (_runs.TryGetValue(phase, out Run? known))
        {
            return known;
        }

        string folder = Path.Combine(_folder, TrainingPhaseNames.Of(phase));
        long? last = EventFile.FindLastStep(folder);
        Run run = new(EventFile.Create(folder, _clock)) { LastStep = _continues ? last : null };
        _runs[phase] = run;
        if (last is not null && !_continues)
        {
            run.File.Restart(0);
        }

        if (_settings.Count > 0 && run.LastStep is null)
        {
            string rows = string.Concat(_settings.Select(setting => $"| {Escaped(setting.Name)} | {Escaped(setting.Value)} |\n"));
            run.File.AddText(Math.Min(firstStep, 1), "hyperparameters/text_summary", $"| setting | value |\n| --- | --- |\n{rows}");
        }

        return run;
    }

    private sealed class Run(EventFile file)
    {
        public EventFile File { get; } = file;

        public long? LastStep { get; set; }
    }
}
