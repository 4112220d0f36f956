using MLNetTransfer.Cli.Commands;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.Cli;

/// <summary>The world that the program runs in; tests give their own.</summary>
public sealed record CliEnvironment
{
    /// <summary>Where data goes.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where everything that is not data goes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where lists of files come from when a command is given <c>-</c>.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether <see cref="Error"/> is a screen, so that a line can be written over.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Width of the screen in characters.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The clock of the progress display.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes ML.NET's own trainer, or says what is missing for it.</summary>
    public Func<IStockTrainer> StockTrainer { get; init; } = StockTrainers.Create;

    internal bool UsesColor => ErrorIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR"));

    internal bool Debug => Variable("MLNETTRANSFER_DEBUG") == "1";
}
