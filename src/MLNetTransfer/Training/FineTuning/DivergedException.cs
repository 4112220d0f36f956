namespace MLNetTransfer.Training.FineTuning;

/// <summary>Training has left the region where it makes sense; the message says what was seen and what to do.</summary>
public sealed class DivergedException : Exception
{
    private const string Advice = "Lower the learning rate (--rate; 'mlnet-transfer lr-find' proposes one), or limit the gradient (--clip-norm 1).";

    /// <summary>Makes the exception.</summary>
    /// <param name="found">What was seen.</param>
    public DivergedException(string found)
        : base($"Training diverged: {found}. {Advice}")
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public DivergedException(string found, Exception innerException)
        : base($"Training diverged: {found}. {Advice}", innerException)
    {
    }

    /// <summary>Makes the exception without details.</summary>
    public DivergedException()
        : base($"Training diverged. {Advice}")
    {
    }
}
