using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

/// <summary>A run that could have been.</summary>
internal static class ReportSamples
{
    public static TrainingHistory History(int head = 40, int tuned = 6, int scratch = 6) => new(
    [
        .. Rows(TrainingPhase.Head, head, 0.55, 0.35),
        .. Rows(TrainingPhase.FineTuning, tuned, 0.9, 0.05),
        .. Rows(TrainingPhase.Scratch, scratch, 0.2, 0.3),
    ]);

    public static EvaluationReport Evaluation(params string[] classes)
    {
        MetricsAccumulator metrics = new(classes);
        for (int picture = 0; picture < 20 * classes.Length; picture++)
        {
            float[] probabilities = new float[classes.Length];
            probabilities[(picture % 7 == 0 ? picture + 1 : picture) % classes.Length] = 1;
            metrics.Add(picture % classes.Length, probabilities);
        }

        return new EvaluationReport(metrics.ToMetrics(), []);
    }

    public static ReportData Report() => new()
    {
        Title = "Flowers <&> \"more\"",
        Backbone = "mobilenetv2_1.0",
        TrainingPictures = 2930,
        ValidationPictures = 736,
        Classes = 3,
        Settings = [new("optimizer", "SGD, momentum 0.9"), new("schedule", "cosine")],
        Validation = Evaluation("daisy", "<script>alert(1)</script>", "röse\u0001"),
        HeadValidation = Evaluation("daisy", "rose", "tulip"),
        ScratchValidation = Evaluation("daisy", "rose"),
        History = History(),
        Notices = ["Classes are uneven & so <balanced>."],
        Skipped = [new("a/<b>.jpg", "no picture")],
        Command = "mlnet-transfer train \"my <flowers>\" --seed 1",
    };

    private static IEnumerable<HistoryRow> Rows(TrainingPhase phase, int count, double start, double gain) => Enumerable.Range(1, count).Select(epoch =>
    {
        double accuracy = start + (gain * (1 - Math.Exp(-3.0 * epoch / count)));
        return new HistoryRow(phase, epoch, 12.5, 1e-3, 1.2 * (1 - accuracy), accuracy, 1.5 * (1 - accuracy) + 0.05, accuracy - 0.02, epoch == count - 1);
    });
}
