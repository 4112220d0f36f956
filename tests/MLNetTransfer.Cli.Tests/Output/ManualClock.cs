namespace MLNetTransfer.Cli.Tests.Output;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    internal void Move(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
}
