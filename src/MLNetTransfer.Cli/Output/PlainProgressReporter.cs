using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Output;

// Progress for files and pipes: whole lines, at most one every two seconds a task, and one at the end.
internal sealed class PlainProgressReporter(TextWriter writer, TimeProvider clock) : IProgressReporter
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();

    public IProgressTask Start(string title, long total, string unit) => new PlainTask(this, new ProgressState(title, total, unit, clock));

    public void Info(string line) => Write(line);

    public void Warn(string line) => Write($"warning: {line}");

    private void Write(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    private sealed class PlainTask(PlainProgressReporter owner, ProgressState state) : IProgressTask
    {
        private long _nextTicks = Interval.Ticks;
        private int _ended;

        public void Advance(long by = 1)
        {
            state.Advance(by);
            long next = Interlocked.Read(ref _nextTicks);
            long now = state.Elapsed.Ticks;
            if (now >= next && Interlocked.CompareExchange(ref _nextTicks, now + Interval.Ticks, next) == next)
            {
                owner.Write(state.Describe());
            }
        }

        public void Detail(string text) => state.DetailText = text;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                owner.Write(state.DescribeEnd());
            }
        }
    }
}
