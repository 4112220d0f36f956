using System.Text.Json.Serialization;

namespace MLNetTransfer.StockTraining;

/// <summary>What ML.NET's own image trainer is to do.</summary>
public sealed record StockTrainingOptions
{
    /// <summary>The network.</summary>
    public StockArchitecture Architecture { get; init; } = StockArchitecture.All[0];

    /// <summary>Most passes over the training pictures; it ends sooner when the accuracy on the validation pictures no longer rises.</summary>
    /// <value>1 to 100,000; default 200.</value>
    public int Epochs { get; init; } = 200;

    /// <summary>Pictures of a step; of fewer training pictures all are taken, since ML.NET would divide by zero.</summary>
    /// <value>1 to 4,096; default 10.</value>
    public int BatchSize { get; init; } = 10;

    /// <summary>A learning rate that stays; null for ML.NET's schedule, which begins at 0.01 and falls. ML.NET ignores a rate beside a schedule, so one that is given here takes the schedule's place.</summary>
    /// <value>Above 0.</value>
    public float? Rate { get; init; }

    /// <summary>Folder with <see cref="StockArchitecture.WeightsFile"/>; null for where ML.NET keeps what it downloaded.</summary>
    [JsonIgnore]
    public string? WeightsFolder { get; init; }

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (Epochs is < 1 or > 100_000)
        {
            problems.Add(FormattableString.Invariant($"ML.NET's trainer is to work for {Epochs} epochs; expected 1 to 100000."));
        }

        if (BatchSize is < 1 or > 4096)
        {
            problems.Add(FormattableString.Invariant($"A step of ML.NET's trainer is to take {BatchSize} pictures; expected 1 to 4096."));
        }

        if (Rate is float rate && !(rate > 0 && float.IsFinite(rate)))
        {
            problems.Add(FormattableString.Invariant($"The learning rate of ML.NET's trainer is {rate}; expected a number above 0."));
        }

        return problems;
    }
}
