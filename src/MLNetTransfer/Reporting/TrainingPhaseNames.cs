namespace MLNetTransfer.Reporting;

/// <summary>What the phases of a run are called in files and folders.</summary>
internal static class TrainingPhaseNames
{
    /// <summary>In the order of <see cref="TrainingPhase"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["head", "fine-tuning", "scratch", "distillation", "pretraining"];

    public static string Of(TrainingPhase phase) => All[(int)phase];

    /// <summary>The phase of a name, or null where there is none.</summary>
    public static TrainingPhase? Find(string name)
    {
        for (int index = 0; index < All.Count; index++)
        {
            if (All[index] == name)
            {
                return (TrainingPhase)index;
            }
        }

        return null;
    }
}
