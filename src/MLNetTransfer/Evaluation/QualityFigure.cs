namespace MLNetTransfer.Evaluation;

/// <summary>A figure of an evaluation that a bound can be set for.</summary>
public enum QualityFigure
{
    /// <summary>Share of pictures that are right.</summary>
    Accuracy,

    /// <summary>Lower end of its 95 % interval.</summary>
    AccuracyLowerEnd,

    /// <summary>Mean F1 of the classes.</summary>
    MacroF1,

    /// <summary>Share of pictures whose class is among the most probable.</summary>
    TopAccuracy,

    /// <summary>Recall of one class.</summary>
    ClassRecall,

    /// <summary>Mean of -ln(probability of the right class).</summary>
    LogLoss,

    /// <summary>Expected calibration error.</summary>
    CalibrationError,
}
