using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;

namespace MLNetTransfer;

/// <summary>A model of a run with its probabilities calibrated, and how it does.</summary>
/// <param name="Model">The model; the temperature is part of its head.</param>
/// <param name="Calibration">What was fitted on the validation pictures; null where they are too few.</param>
/// <param name="Validation">The model, or the one that it was chosen by, on the validation pictures, with that temperature.</param>
/// <param name="Test">The model on the test pictures.</param>
internal sealed record MeasuredModel(RunModel Model, ModelCalibration? Calibration, EvaluationReport? Validation, EvaluationReport? Test)
{
    /// <summary>Calibrates and measures. The temperature is that of the model that has not learnt from the validation pictures.</summary>
    public static MeasuredModel Of(RunModel model, TransferOptions options)
    {
        double temperature = Temperature(model.Validation, options);
        EvaluationReport? validation = model.Validation?.ToReport(temperature, Measures(options));
        return new MeasuredModel(
            temperature == 1 ? model : model with { Head = model.Head.WithTemperature(temperature) },
            IsEnough(model.Validation)
                ? new ModelCalibration
                {
                    Temperature = temperature,
                    Threshold = validation!.RejectionChoice!.Threshold,
                    ErrorRate = options.MaximumErrorRate,
                    Pictures = model.Validation!.Count,
                }
                : null,
            validation,
            model.Test?.ToReport(temperature, Measures(options)));
    }

    /// <summary>The report of a model that is only compared with, calibrated likewise.</summary>
    public static EvaluationReport? Report(ScoredPictures? validation, TransferOptions options) =>
        validation?.ToReport(Temperature(validation, options), Measures(options));

    /// <summary>What was done about the probabilities, a sentence.</summary>
    public string Describe(TransferOptions options)
    {
        if (Calibration is not ModelCalibration calibration)
        {
            return FormattableString.Invariant($"Calibration: none; it takes at least {TemperatureScaling.MinimumPictures} validation pictures.");
        }

        string threshold = Validation!.RejectionChoice is { Threshold: double least } choice
            ? FormattableString.Invariant($"at a confidence of {least:0.000} or more {100 * choice.Answered:0.0} % of the validation pictures are answered and {100 * choice.ErrorRate:0.0} % of the answers are wrong")
            : FormattableString.Invariant($"no confidence keeps the answers to {100 * calibration.ErrorRate:0.##} % wrong");
        return FormattableString.Invariant($"Calibration: {(options.Calibrates ? $"temperature {calibration.Temperature.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)}" : "probabilities as trained")}; {threshold}.");
    }

    private static bool IsEnough(ScoredPictures? validation) => validation?.Count >= TemperatureScaling.MinimumPictures;

    private static double Temperature(ScoredPictures? validation, TransferOptions options) =>
        options.Calibrates && IsEnough(validation) ? validation!.FitTemperature() : 1;

    private static EvaluationOptions Measures(TransferOptions options) => new() { MaximumErrorRate = options.MaximumErrorRate };
}
