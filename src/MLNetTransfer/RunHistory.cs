using MLNetTransfer.Reporting;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>The epochs of a run as rows of its history.</summary>
internal static class RunHistory
{
    public static IEnumerable<HistoryRow> Rows(HeadTrainingResult head) => head.History.Select(row => new HistoryRow(
        TrainingPhase.Head,
        row.Epoch,
        Seconds: null,
        LearningRate: null,
        row.TrainingLoss,
        row.TrainingAccuracy,
        row.ValidationLoss,
        row.ValidationAccuracy,
        row.Epoch == head.BestEpoch));

    public static IEnumerable<HistoryRow> Rows(TuningOutcome outcome) => outcome.Result.Epochs.Select(epoch => Row(outcome.Phase, epoch));

    public static HistoryRow Row(TrainingPhase phase, EpochResult epoch) => new(
        phase, epoch.Epoch, epoch.Seconds, epoch.Rate, epoch.TrainingLoss, epoch.TrainingAccuracy, epoch.Validation?.Loss, epoch.Validation?.Accuracy, epoch.IsBest);
}
