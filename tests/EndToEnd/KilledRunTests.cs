using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Datasets.Drawing;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.EndToEnd;

/// <summary>The program itself, ended from outside in the middle of its work, and gone on with.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int MostKills = 40;
    private const int Epochs = 5;

    private readonly TemporaryFolder _folder = new();

    public KilledRunTests()
    {
        ShapesDataset.Draw(_folder.PathOf("pictures"), 4, 7);
        _folder.Write("backbone.onnx", OnnxWriter.Write(MobileNetV2Builder.Build(0.1f, 3).ToOnnx("backbone")));
    }

    [Fact]
    public async Task Train_KilledAtRandomMomentsAndResumed_GivesTheBytesOfAnUninterruptedRun()
    {
        Stopwatch clock = Stopwatch.StartNew();
        Assert.Equal(0, (await RunAsync("whole", null)).ExitCode);
        double seconds = clock.Elapsed.TotalSeconds;

        // Seeded moments all over the run; later ones come later, so that the run ends even on a machine that is busy with other things.
        Random random = new(5);
        int kills = 0;
        (int ExitCode, string Error) last;
        do
        {
            last = await RunAsync("killed", TimeSpan.FromSeconds(seconds * (0.3 + (0.7 * random.NextDouble()) + (0.1 * kills))));
            kills += last.ExitCode == 0 ? 0 : 1;
            Assert.True(kills <= MostKills, last.Error);
        }
        while (last.ExitCode != 0);

        Assert.True(kills > 0, "The run was never killed; make it longer.");
        foreach (string name in (ReadOnlySpan<string>)["model.onnx", "model.zip"])
        {
            Assert.Equal(File.ReadAllBytes(_folder.PathOf("whole", name)), File.ReadAllBytes(_folder.PathOf("killed", name)));
        }

        Assert.Equal(
            Directory.GetFiles(_folder.PathOf("whole")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder.PathOf("killed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Train_AskedToEnd_EndsWithItsExitCodeAndCanBeGoneOnWith(string signal)
    {
        if (OperatingSystem.IsWindows() || (signal == "INT" && IsInterruptIgnored()))
        {
            return;
        }

        // So many epochs that the run cannot be over before it is interrupted.
        const int Many = 2000;
        using Process process = Start("stopped", Many);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited && !File.Exists(_folder.PathOf("stopped", "checkpoint-fine-tuning.bin")))
        {
            await Task.Delay(5);
        }

        Send(signal, process);
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("   at ", await error + await output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("stopped", "model.zip")));
        using Process resumed = Start("stopped", Many);
        bool goesOn = false;
        while (!goesOn && await resumed.StandardError.ReadLineAsync() is string line)
        {
            goesOn = line.Contains("goes on after epoch", StringComparison.Ordinal);
        }

        resumed.Kill();
        Assert.True(goesOn);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int ExitCode, string Error)> RunAsync(string output, TimeSpan? killedAfter)
    {
        using Process process = Start(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> ignored = process.StandardOutput.ReadToEndAsync();
        if (killedAfter is TimeSpan time && !process.WaitForExit(time))
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        await ignored;
        return (process.ExitCode, await error);
    }

    private Process Start(string output, int epochs = Epochs)
    {
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "mlnet-transfer.dll"), "train", _folder.PathOf("pictures"), "--backbone", _folder.PathOf("backbone.onnx"), "--crop", "64",
            "--epochs", epochs.ToString(CultureInfo.InvariantCulture), "--batch", "4", "--cache", _folder.PathOf("cache"), "--output", _folder.PathOf(output), "--resume",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start) ?? throw new Win32Exception("The program did not start.");
    }

    // What runs in the background of a script has Ctrl-C ignored, and so have the programs that it starts.
    private static bool IsInterruptIgnored()
    {
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1 << (2 - 1);
        string? mask = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return mask is not null && (ulong.Parse(mask.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
