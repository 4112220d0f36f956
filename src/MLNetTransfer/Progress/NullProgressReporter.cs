namespace MLNetTransfer.Progress;

/// <summary>Says nothing.</summary>
public sealed class NullProgressReporter : IProgressReporter
{
    private NullProgressReporter()
    {
    }

    /// <summary>The only one.</summary>
    public static NullProgressReporter Instance { get; } = new();

    /// <inheritdoc/>
    public IProgressTask Start(string title, long total, string unit) => SilentTask.Instance;

    /// <inheritdoc/>
    public void Info(string line)
    {
    }

    /// <inheritdoc/>
    public void Warn(string line)
    {
    }

    private sealed class SilentTask : IProgressTask
    {
        internal static readonly SilentTask Instance = new();

        public void Advance(long by = 1)
        {
        }

        public void Detail(string text)
        {
        }

        public void Dispose()
        {
        }
    }
}
