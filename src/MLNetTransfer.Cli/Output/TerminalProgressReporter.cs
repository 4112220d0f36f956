using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Output;

// Progress for a screen: one line that is written over, at most ten times a second; it stays when the work ends.
internal sealed class TerminalProgressReporter(TextWriter writer, TimeProvider clock, int width, bool color) : IProgressReporter
{
    private const string EraseLine = "\r\e[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<TerminalTask> _running = [];
    private long _lastDrawn;

    public IProgressTask Start(string title, long total, string unit)
    {
        TerminalTask task = new(this, new ProgressState(title, total, unit, clock));
        lock (_lock)
        {
            _running.Add(task);
            Draw();
        }

        return task;
    }

    public void Info(string line) => WriteAbove(line);

    public void Warn(string line) => WriteAbove((color ? "\e[33mwarning:\e[0m " : "warning: ") + line);

    private void WriteAbove(string line)
    {
        lock (_lock)
        {
            writer.Write(_running.Count > 0 ? EraseLine : string.Empty);
            writer.WriteLine(line);
            Draw();
        }
    }

    // The newest task is the one that is shown.
    private void Draw()
    {
        if (_running.Count == 0)
        {
            writer.Flush();
            return;
        }

        string text = _running[^1].State.Describe();
        writer.Write(EraseLine);
        writer.Write(text.Length < width ? text : text[..(width - 1)]);
        writer.Flush();
        _lastDrawn = clock.GetTimestamp();
    }

    private void DrawIfDue()
    {
        lock (_lock)
        {
            if (clock.GetElapsedTime(_lastDrawn) >= Interval)
            {
                Draw();
            }
        }
    }

    private void End(TerminalTask task)
    {
        lock (_lock)
        {
            if (_running.Remove(task))
            {
                writer.Write(EraseLine);
                writer.WriteLine(task.State.DescribeEnd());
                Draw();
            }
        }
    }

    private sealed class TerminalTask(TerminalProgressReporter owner, ProgressState state) : IProgressTask
    {
        internal ProgressState State { get; } = state;

        public void Advance(long by = 1)
        {
            State.Advance(by);
            owner.DrawIfDue();
        }

        public void Detail(string text)
        {
            State.DetailText = text;
            owner.DrawIfDue();
        }

        public void Dispose() => owner.End(this);
    }
}
