namespace MLNetTransfer.Reporting;

/// <summary>The part of a run that a row of the history belongs to.</summary>
public enum TrainingPhase
{
    /// <summary>The head alone, on frozen features; <c>head</c> in files.</summary>
    Head,

    /// <summary>Head and body together, from where the head ended; <c>fine-tuning</c> in files.</summary>
    FineTuning,

    /// <summary>The same network from random weights; <c>scratch</c> in files.</summary>
    Scratch,

    /// <summary>A student that learns the features of a teacher; <c>distillation</c> in files.</summary>
    Distillation,

    /// <summary>A network that learns to tell drawn pictures apart; <c>pretraining</c> in files.</summary>
    Pretraining,
}
