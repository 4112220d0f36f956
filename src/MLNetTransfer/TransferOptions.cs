using System.Text.Json.Serialization;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What a training run is to do.</summary>
public sealed record TransferOptions
{
    /// <summary>The folder of labelled pictures: one sub-folder a class, or <c>train</c>, <c>val</c> and <c>test</c> folders with these inside.</summary>
    public required string TrainFolder { get; init; }

    /// <summary>A folder of validation pictures, or null: the <c>val</c> folder inside <see cref="TrainFolder"/>, else a share of the training pictures.</summary>
    public string? ValidationFolder { get; init; }

    /// <summary>A folder of test pictures, or null: the <c>test</c> folder inside <see cref="TrainFolder"/>, else <see cref="TestShare"/>.</summary>
    public string? TestFolder { get; init; }

    /// <summary>Share of the training pictures that is set aside for validation where there is no validation folder.</summary>
    /// <value>0 to 0.9; default 0.2.</value>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Share of the pictures that is set aside for the test where there is no test folder.</summary>
    /// <value>0 to 0.9; default 0, no test.</value>
    public double TestShare { get; init; }

    /// <summary>Seed of everything random.</summary>
    /// <value>Any; default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Name of a backbone of the catalogue, path of an ONNX file, or name of a network that is built with random weights (<see cref="FreshArchitecture"/>);
    /// null for the one that ships.
    /// </summary>
    public string? Backbone { get; init; }

    /// <summary>Whether training begins with random weights: by <see cref="Mode"/>, or because <see cref="Backbone"/> is the name of a network that is built so. A file goes before a name.</summary>
    [JsonIgnore]
    public bool BeginsWithRandomWeights => Mode == TrainingMode.Scratch || (Backbone is string name && !File.Exists(name) && FreshArchitecture.IsName(name));

    /// <summary>Name of the node or value of the backbone whose output are the features, or null to find it.</summary>
    public string? FeatureNode { get; init; }

    /// <summary>What the user says about the input of the backbone.</summary>
    public PreprocessingOptions Preprocessing { get; init; } = new();

    /// <summary>Units of a hidden layer of the head, or null for a softmax regression.</summary>
    /// <value>1 to 65,536.</value>
    public int? HiddenUnits { get; init; }

    /// <summary>Share of the hidden units that is dropped in training; only with <see cref="HiddenUnits"/>.</summary>
    /// <value>0 to 0.9; default 0.2.</value>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Passes over the training features; only with <see cref="HiddenUnits"/>.</summary>
    /// <value>At least 1; default 20.</value>
    public int HeadEpochs { get; init; } = 20;

    /// <summary>L2 penalty of the softmax regression on standardised features, or null to choose it on the validation pictures.</summary>
    /// <value>At least 0.</value>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// Whether the probabilities are calibrated on the validation pictures, by a temperature that becomes part of the last layer; only where there are at least
    /// <see cref="Evaluation.TemperatureScaling.MinimumPictures"/> of them.
    /// </summary>
    /// <value>Default true.</value>
    public bool Calibrates { get; init; } = true;

    /// <summary>How often answers of the model may be wrong, by which its threshold for "none of these" is chosen on the validation pictures.</summary>
    /// <value>0 to 1; default 0.05.</value>
    public double MaximumErrorRate { get; init; } = 0.05;

    /// <summary>How much of the network is trained.</summary>
    /// <value>Default <see cref="TrainingMode.Full"/>.</value>
    public TrainingMode Mode { get; init; } = TrainingMode.Full;

    /// <summary>
    /// Where the trained part of the backbone begins with <see cref="TrainingMode.Partial"/>: a node, the number of a layer, or a share of the layers (see
    /// <see cref="FreezeLine"/>); null for the last 0.3 of them.
    /// </summary>
    public string? Unfreeze { get; init; }

    /// <summary>How the network is trained by its gradients, or null for the defaults of the mode.</summary>
    public FineTuningOptions? FineTuning { get; init; }

    /// <summary>Whether the same network is trained from random weights too, for comparison.</summary>
    public bool ComparesScratch { get; init; }

    /// <summary>Whether a run that was stopped in this output folder goes on where it was, to the result it would have had.</summary>
    public bool Resumes { get; init; }

    /// <summary>The command that asks for this run, for the report; null where it was not asked for by one. Decides nothing.</summary>
    [JsonIgnore]
    public string? Command { get; init; }

    /// <summary>Folder for TensorBoard event files, which grow while the run goes on; null for none. Decides nothing.</summary>
    [JsonIgnore]
    public string? TensorBoardFolder { get; init; }

    /// <summary>The clock of the event files. Decides nothing.</summary>
    [JsonIgnore]
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Folder for <c>model.zip</c>, <c>model.onnx</c>, <c>report.html</c>, <c>report.md</c>, <c>metrics.json</c>, <c>history.csv</c>, <c>curves.svg</c> and <c>options.json</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>What an ML.NET application that loads <c>model.zip</c> gives the model. Decides nothing else.</summary>
    /// <value>Default <see cref="ChainInput.Path"/>.</value>
    public ChainInput ZipInput { get; init; } = ChainInput.Path;

    /// <summary>Folder of the feature cache, or null for the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether features are kept for the next run.</summary>
    /// <value>Default true.</value>
    public bool UseCache { get; init; } = true;

    /// <summary>Threads to work with.</summary>
    /// <value>At least 0; default 0: as many as the machine has processors.</value>
    public int Threads { get; init; }

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [.. Preprocessing.Validate(), .. new Evaluation.EvaluationOptions { MaximumErrorRate = MaximumErrorRate }.Validate()];
        CheckShare(problems, "The validation share", ValidationShare);
        CheckShare(problems, "The test share", TestShare);
        CheckShare(problems, "The dropout", Dropout);
        if (ValidationShare + TestShare > 0.9)
        {
            problems.Add(FormattableString.Invariant($"Validation ({ValidationShare}) and test ({TestShare}) take more than 0.9 of the pictures; too few are left to train on."));
        }

        if (HiddenUnits is < 1 or > 65_536)
        {
            problems.Add(FormattableString.Invariant($"The hidden layer has {HiddenUnits} units; expected 1 to 65536."));
        }

        if (HeadEpochs < 1)
        {
            problems.Add(FormattableString.Invariant($"The head is to be trained for {HeadEpochs} epochs; expected at least 1."));
        }

        if (WeightDecay is < 0 or double.NaN or double.PositiveInfinity)
        {
            problems.Add(FormattableString.Invariant($"The weight decay is {WeightDecay}; expected 0 or more."));
        }

        if (Threads < 0)
        {
            problems.Add(FormattableString.Invariant($"The number of threads is {Threads}; expected 1 or more, or 0 for all processors."));
        }

        problems.AddRange(FineTuning?.Validate() ?? []);
        if (Unfreeze is not null && Mode != TrainingMode.Partial)
        {
            problems.Add($"A layer to unfreeze from was given ('{Unfreeze}'), but the mode is {Mode}; it belongs to Partial.");
        }

        return problems;
    }

    private static void CheckShare(List<string> problems, string name, double share)
    {
        if (!(share is >= 0 and <= 0.9))
        {
            problems.Add(FormattableString.Invariant($"{name} is {share}; expected 0 to 0.9."));
        }
    }
}
