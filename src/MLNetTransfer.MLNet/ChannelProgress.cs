using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet;

/// <summary>Writes what a run says to the log of an <see cref="Microsoft.ML.MLContext"/>, and hands it on.</summary>
internal sealed class ChannelProgress(IChannel channel, IProgressReporter next) : IProgressReporter
{
    private readonly Lock _lock = new();

    public IProgressTask Start(string title, long total, string unit)
    {
        Send(ChannelMessageKind.Trace, total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{title}: {total} {unit}.") : $"{title}.");
        return next.Start(title, total, unit);
    }

    public void Info(string line)
    {
        Send(ChannelMessageKind.Info, line);
        next.Info(line);
    }

    public void Warn(string line)
    {
        Send(ChannelMessageKind.Warning, line);
        next.Warn(line);
    }

    // The text may hold paths and class names, which are the user's.
    private void Send(ChannelMessageKind kind, string text)
    {
        lock (_lock)
        {
            channel.Send(NewMessage(kind, MessageSensitivity.UserData, text));
        }
    }

    // ML.NET lets other packages send messages, but not make them.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ChannelMessage NewMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message);
}
