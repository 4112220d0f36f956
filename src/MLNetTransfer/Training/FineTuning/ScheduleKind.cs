namespace MLNetTransfer.Training.FineTuning;

/// <summary>How the learning rate goes over a run.</summary>
public enum ScheduleKind
{
    /// <summary>The same all the time.</summary>
    Constant,

    /// <summary>A tenth of it after each third of the run.</summary>
    Step,

    /// <summary>Half a cosine wave down to nothing.</summary>
    Cosine,

    /// <summary>Up and then down to almost nothing (Smith and Topin, 2018).</summary>
    OneCycle,

    /// <summary>A tenth of it whenever the validation loss no longer falls.</summary>
    Plateau,
}
