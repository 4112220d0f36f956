namespace MLNetTransfer.Training.Heads;

/// <summary>Options of <see cref="DenseHeadTrainer"/>.</summary>
public sealed record DenseHeadOptions
{
    /// <summary>Number of hidden units.</summary>
    /// <value>1 to 65536; default 128.</value>
    public int HiddenUnits { get; init; } = 128;

    /// <summary>Share of the hidden units that are left out in each training step.</summary>
    /// <value>From 0 to below 1; default 0.2.</value>
    public float Dropout { get; init; } = 0.2f;

    /// <summary>Learning rate of Adam.</summary>
    /// <value>Finite and above 0; default 0.001.</value>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Share of each weight (not bias) that is taken off for each unit of learning rate (decoupled weight decay).</summary>
    /// <value>Finite, from 0; default 0.</value>
    public float WeightDecay { get; init; }

    /// <summary>Pictures in each step.</summary>
    /// <value>1 to 65536; default 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>Passes over the training pictures after which training ends in any case.</summary>
    /// <value>At least 1; default 100.</value>
    public int MaximumEpochs { get; init; } = 100;

    /// <summary>Training ends when the validation loss has not fallen for this many epochs. Without validation pictures it runs to <see cref="MaximumEpochs"/>.</summary>
    /// <value>At least 1; default 10.</value>
    public int Patience { get; init; } = 10;

    /// <summary>Decides first weights, order of the pictures and what is left out.</summary>
    public ulong Seed { get; init; }

    /// <summary>How much memory standardised features may take, in bytes; rows of larger data are read again in every epoch. The result is the same.</summary>
    /// <value>At least 0; default an eighth of the memory of the machine, at least 128 MiB.</value>
    public long MemoryLimit { get; init; } = StandardisedFeatures.DefaultMemoryLimit;

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Validate()
    {
        Check(HiddenUnits is >= 1 and <= 65536, nameof(HiddenUnits), HiddenUnits, "1 to 65536");
        Check(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "a number from 0 to below 1");
        Check(LearningRate > 0 && float.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Check(WeightDecay >= 0 && float.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "a finite number from 0");
        Check(BatchSize is >= 1 and <= 65536, nameof(BatchSize), BatchSize, "1 to 65536");
        Check(MaximumEpochs >= 1, nameof(MaximumEpochs), MaximumEpochs, "at least 1");
        Check(Patience >= 1, nameof(Patience), Patience, "at least 1");
        Check(MemoryLimit >= 0, nameof(MemoryLimit), MemoryLimit, "at least 0");
    }

    private static void Check(bool isGood, string name, object value, string expected)
    {
        if (!isGood)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected is {expected}.");
        }
    }
}
