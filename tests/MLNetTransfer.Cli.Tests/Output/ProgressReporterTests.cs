using MLNetTransfer.Cli.Output;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Tests.Output;

public sealed class ProgressReporterTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _writer = new() { NewLine = "\n" };

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Plain_LongWork_IsALineEveryTwoSeconds()
    {
        PlainProgressReporter reporter = new(_writer, _clock);
        using (IProgressTask task = reporter.Start("Features", 1000, "pictures"))
        {
            for (int i = 0; i < 50; i++)
            {
                _clock.Move(0.1);
                task.Advance(10);
            }

            task.Detail("2 skipped");
        }

        Assert.Equal(
            "Features: 200 of 1000 pictures (20 %), 100 pictures/s, 8.0 s left\n"
            + "Features: 400 of 1000 pictures (40 %), 100 pictures/s, 6.0 s left\n"
            + "Features: 500 pictures of 1000 in 5.0 s (100 pictures/s), 2 skipped\n",
            _writer.ToString());
    }

    [Fact]
    public void Plain_Bytes_AreShownAsSizes()
    {
        PlainProgressReporter reporter = new(_writer, _clock);
        using (IProgressTask task = reporter.Start("Download n", 10 << 20, "bytes"))
        {
            _clock.Move(4);
            task.Advance(8 << 20);
            _clock.Move(1);
            task.Advance(2 << 20);
        }

        Assert.Equal("Download n: 8.0 MiB of 10.0 MiB (80 %), 2.0 MiB/s, 1.0 s left\nDownload n: 10.0 MiB in 5.0 s (2.0 MiB/s)\n", _writer.ToString());
    }

    [Fact]
    public void Plain_UnknownTotal_HasNoShare()
    {
        PlainProgressReporter reporter = new(_writer, _clock);
        using (IProgressTask task = reporter.Start("Unpack", 0, "files"))
        {
            _clock.Move(2);
            task.Advance(7);
        }

        Assert.StartsWith("Unpack: 7 files, 3.5 files/s\n", _writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_Updates_WriteOverTheLineAtMostTenTimesASecond()
    {
        TerminalProgressReporter reporter = new(_writer, _clock, 80, color: false);
        using (IProgressTask task = reporter.Start("Train", 100, "epochs"))
        {
            for (int i = 0; i < 100; i++)
            {
                _clock.Move(0.01);
                task.Advance();
            }

            reporter.Warn("odd");
        }

        string text = _writer.ToString();
        Assert.InRange(text.Split("\r\e[K").Length, 11, 16);
        Assert.Contains("\r\e[Kwarning: odd\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Train: 100 epochs in 1.0 s (100 epochs/s)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_LongLine_IsCutToTheWidth()
    {
        TerminalProgressReporter reporter = new(_writer, _clock, 20, color: false);

        using IProgressTask task = reporter.Start("A title that is longer than the screen", 0, "pictures");

        Assert.Equal("\r\e[KA title that is lon", _writer.ToString());
    }
}
