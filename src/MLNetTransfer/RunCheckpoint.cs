using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Reporting;
using MLNetTransfer.Training;
using MLNetTransfer.Training.Checkpoints;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Schedules;

namespace MLNetTransfer;

/// <summary>What a phase of a run writes after each epoch, so that the run can go on to the same result after whatever stopped it.</summary>
internal sealed class RunCheckpoint
{
    private readonly OutputFolder _output;
    private readonly string _name;
    private readonly string _digest;

    /// <summary>Names a checkpoint.</summary>
    /// <param name="output">Folder of the run.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="digest">Of everything that decides the result.</param>
    public RunCheckpoint(OutputFolder output, string name, string digest)
    {
        _output = output;
        _name = name;
        _digest = digest;
    }

    /// <summary>Names the checkpoint of a phase.</summary>
    /// <param name="output">Folder of the run.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="options">Everything that decides the result belongs to the digest; where files lie and how many threads work does not.</param>
    /// <param name="dataSha256">Digest of the pictures and their classes.</param>
    /// <param name="backboneSha256">Digest of the backbone.</param>
    public RunCheckpoint(OutputFolder output, TrainingPhase phase, TransferOptions options, string dataSha256, string backboneSha256)
    {
        _output = output;
        _name = $"checkpoint-{(phase == TrainingPhase.Scratch ? "scratch" : "fine-tuning")}.bin";
        TransferOptions deciding = options with
        {
            TrainFolder = "",
            ValidationFolder = null,
            TestFolder = null,
            OutputFolder = "",
            CacheFolder = null,
            UseCache = true,
            Threads = 0,
            Backbone = null,
            Resumes = false,
            Calibrates = true,
            MaximumErrorRate = 0,
            ZipInput = ChainInput.Path,
            FineTuning = options.FineTuning is null ? null : options.FineTuning with { TimeLimit = null },
        };
        string text = $"{JsonSerializer.Serialize(deciding, RunJsonContext.Default.TransferOptions)}|{dataSha256}|{backboneSha256}";
        _digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string FullName => Path.Combine(_output.FullName, _name);

    /// <summary>Writes where the phase is.</summary>
    public void Write(TunerState state)
    {
        CheckpointWriter writer = new();
        writer.State["digest"] = _digest;
        writer.State["epochs"] = new JsonArray([.. state.Epochs.Select(Write)]);
        if (state.Plateau is PlateauState plateau)
        {
            writer.State["plateau"] = new JsonArray(plateau.Rate, plateau.BestLoss, plateau.BadEpochs, plateau.CooldownLeft);
        }

        writer.Add("current", new TrainingState(0, state.Current.Arrays));
        writer.Add("best", new TrainingState(0, state.Best.Arrays));
        writer.Add("optimizer", state.Optimizer);
        if (state.Average is TrainingState average)
        {
            writer.Add("average", average);
        }

        try
        {
            writer.Write(FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The checkpoint '{FullName}' cannot be written: {exception.Message} Make room and go on with --resume.", exception);
        }
    }

    /// <summary>Where the phase was, or null where there is no checkpoint.</summary>
    /// <exception cref="CheckpointException">There is one, but it is damaged or of another run.</exception>
    public TunerState? Read()
    {
        if (!File.Exists(FullName))
        {
            return null;
        }

        Checkpoint checkpoint = Checkpoint.Read(FullName);
        if (checkpoint.Value<string>("digest") != _digest)
        {
            throw new CheckpointException($"The checkpoint '{FullName}' is of a run with other options, pictures or backbone. Give those of the interrupted run, or leave out --resume to begin anew.");
        }

        try
        {
            return new TunerState(
                [.. checkpoint.State["epochs"]!.AsArray().Select(epoch => ReadEpoch(epoch!.AsArray()))],
                NetworkSnapshot.From(checkpoint.Section("current").Arrays),
                NetworkSnapshot.From(checkpoint.Section("best").Arrays),
                checkpoint.Section("optimizer"),
                checkpoint.State.ContainsKey("averageSteps") ? checkpoint.Section("average") : null,
                checkpoint.State["plateau"]?.AsArray() is JsonArray plateau
                    ? new PlateauState(Number(plateau[0])!.Value, Number(plateau[1]), (int)Number(plateau[2])!.Value, (int)Number(plateau[3])!.Value)
                    : null);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new CheckpointException($"The checkpoint '{FullName}' does not hold what this version writes: {exception.Message} Leave out --resume to begin anew.", exception);
        }
    }

    /// <summary>Deletes the checkpoint of a run that has ended.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The model is written; a checkpoint that stays is refused by its digest or overwritten by the next run.
        }
    }

    private static JsonArray Write(EpochResult epoch) => new(
        epoch.Epoch, epoch.Seconds, epoch.Rate, epoch.TrainingLoss, epoch.TrainingAccuracy, epoch.Validation?.Loss, epoch.Validation?.Accuracy, epoch.Validation?.Count, epoch.IsBest);

    private static EpochResult ReadEpoch(JsonArray fields)
    {
        ValidationResult? validation = Number(fields[5]) is double loss ? new ValidationResult(loss, Number(fields[6])!.Value, (int)Number(fields[7])!.Value) : null;
        return new EpochResult(
            (int)Number(fields[0])!.Value, Number(fields[1])!.Value, Number(fields[2])!.Value, Number(fields[3]), Number(fields[4]), validation, fields[8]!.GetValue<bool>());
    }

    private static double? Number(JsonNode? node) => node?.GetValue<double>();
}
