using System.Runtime.InteropServices;
using System.Text;
using MLNetTransfer.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C lets the work end in order; the second is not held back.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// What a service manager or a container sends.
using PosixSignalRegistration termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});

using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 14);
int exitCode = await CliApplication.RunAsync(
    args,
    new CliEnvironment
    {
        Out = output,
        Error = Console.Error,
        In = Console.In,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsErrorRedirected && Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 200),
        Variable = Environment.GetEnvironmentVariable,
    },
    stop.Token);
return exitCode;
