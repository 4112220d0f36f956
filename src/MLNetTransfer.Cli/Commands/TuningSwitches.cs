using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

// How a network is trained by its gradients.
internal sealed class TuningSwitches
{
    private readonly Option<string> _mode = new("--mode")
    {
        Description = "head: only a new head; partial: then the top of the network; full: then all of it; scratch: all of it from random weights.",
        DefaultValueFactory = _ => "full",
        HelpName = "MODE",
    };

    private readonly Option<string?> _unfreeze = new("--unfreeze") { Description = "First layer that is trained with --mode partial: a name, a number (see: info), or a share such as 0.3.", HelpName = "LAYER|SHARE" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training pictures when the network is trained. Default 5.", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Pictures of a training step. Default 32.", HelpName = "N" };
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "sgd, adam, adamw or rmsprop. Default adamw.", HelpName = "NAME" };
    private readonly Option<double?> _rate = new("--rate") { Description = "Highest learning rate of the top of the network. Default 2e-4, for sgd 5e-3, from scratch 2e-3.", HelpName = "X" };
    private readonly Option<double?> _headFactor = new("--head-factor") { Description = "How many times faster the head learns. Default 5.", HelpName = "X" };
    private readonly Option<double?> _depthDecay = new("--depth-decay") { Description = "What the rate is multiplied by for each layer further down.", HelpName = "X" };
    private readonly Option<double?> _weightDecay = new("--weight-decay") { Description = "Weight decay of the network; none on biases and normalisations.", HelpName = "X" };
    private readonly Option<double?> _momentum = new("--momentum") { Description = "Momentum of sgd and rmsprop. Default 0.9.", HelpName = "X" };
    private readonly Option<bool> _nesterov = new("--nesterov") { Description = "Nesterov's form of momentum." };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "constant, step, cosine, onecycle or plateau. Default cosine.", HelpName = "NAME" };
    private readonly Option<double?> _warmUp = new("--warm-up") { Description = "Share of the steps in which the rate rises. Default 0.1, more for less than 300 steps.", HelpName = "SHARE" };
    private readonly Option<double?> _smoothing = new("--label-smoothing") { Description = "Share of each target that is spread over all classes. Default 0.1.", HelpName = "SHARE" };
    private readonly Option<double?> _clip = new("--clip-norm") { Description = "Largest norm of the gradient; 0 for no limit. Default 1 for sgd, else no limit.", HelpName = "X" };
    private readonly Option<double?> _average = new("--average") { Description = "Decay of the running average of the weights, which is what is validated and kept; 0 for none.", HelpName = "X" };
    private readonly Option<bool> _noInterpolation = new("--no-interpolation") { Description = "Keep the best epoch as it is; else weights between the head alone and that epoch are tried too." };
    private readonly Option<bool> _trainNormalization = new("--train-normalization") { Description = "BatchNormalization by the statistics of each batch, as from scratch; else as it was learnt." };
    private readonly Option<string?> _balance = new("--balance") { Description = "Classes of uneven size: auto, none, weights or sampling. Default auto.", HelpName = "HOW" };
    private readonly Option<int?> _variants = new("--variants") { Description = "Augmented forms of a picture that --mode partial keeps as they are at the first trained layer; 0 computes new ones in every epoch. Default one for every three epochs, at least 2.", HelpName = "N" };
    private readonly Option<int?> _patience = new("--patience") { Description = "Epochs without a better validation result after which training ends; 0 for never.", HelpName = "N" };
    private readonly Option<string?> _timeLimit = new("--time-limit") { Description = "No further epoch is begun after this time: minutes, or h:mm:ss.", HelpName = "TIME" };
    private readonly Option<string?> _memory = new("--memory") { Description = "Most memory for the values of a training step, such as 2G; larger batches are worked off in parts, or values computed twice. Default half of the machine's.", HelpName = "SIZE" };
    private readonly Option<bool> _compareScratch = new("--compare-scratch") { Description = "Also train the same network from random weights, for comparison." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a run that was stopped in the same output folder, to the result it would have had." };
    private readonly AugmentationSwitches _augmentation = new("--augment", "standard");

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _mode, _unfreeze, _epochs, _batch, _optimizer, _rate, _headFactor, _depthDecay, _weightDecay, _momentum, _nesterov, _schedule, _warmUp, _smoothing, _clip, _average,
            _noInterpolation, _trainNormalization, _balance, _variants, _patience, _timeLimit, _memory, _compareScratch, _resume,
        })
        {
            command.Options.Add(option);
        }

        _augmentation.AddTo(command, withMixing: true);
    }

    // The mode is another option's where that is given.
    internal TransferOptions Read(ParseResult result, string? then, TransferOptions options)
    {
        TrainingMode mode = then is null ? Choice<TrainingMode>("--mode", result.GetValue(_mode)!) : Choice<TrainingMode>("--then", then);
        FineTuningOptions defaults = (options with { Mode = mode }).BeginsWithRandomWeights ? FineTuningOptions.FromScratch : new FineTuningOptions();
        FineTuningOptions tuning = defaults with
        {
            Epochs = result.GetValue(_epochs) ?? defaults.Epochs,
            BatchSize = result.GetValue(_batch) ?? defaults.BatchSize,
            Optimizer = result.GetValue(_optimizer) is string optimizer ? Choice<OptimizerKind>("--optimizer", optimizer) : defaults.Optimizer,
            Rate = result.GetValue(_rate) ?? defaults.Rate,
            HeadFactor = result.GetValue(_headFactor) ?? defaults.HeadFactor,
            DepthDecay = result.GetValue(_depthDecay) ?? defaults.DepthDecay,
            WeightDecay = result.GetValue(_weightDecay) ?? defaults.WeightDecay,
            Momentum = result.GetValue(_momentum) ?? defaults.Momentum,
            IsNesterov = result.GetValue(_nesterov),
            Schedule = result.GetValue(_schedule) is string schedule ? Choice<ScheduleKind>("--schedule", schedule) : defaults.Schedule,
            WarmUpShare = result.GetValue(_warmUp) ?? defaults.WarmUpShare,
            LabelSmoothing = result.GetValue(_smoothing) ?? defaults.LabelSmoothing,
            ClipNorm = result.GetValue(_clip) ?? defaults.ClipNorm,
            AverageDecay = result.GetValue(_average) ?? defaults.AverageDecay,
            Interpolates = defaults.Interpolates && !result.GetValue(_noInterpolation),
            TrainsNormalization = result.GetValue(_trainNormalization) || defaults.TrainsNormalization,
            Balance = result.GetValue(_balance) is string balance ? Choice<BalanceKind>("--balance", balance == "auto" ? "automatic" : balance) : defaults.Balance,
            Variants = result.GetValue(_variants) ?? defaults.Variants,
            Patience = result.GetValue(_patience) ?? defaults.Patience,
            TimeLimit = result.GetValue(_timeLimit) is string time ? ReadTime(time) : defaults.TimeLimit,
            MemoryLimit = result.GetValue(_memory) is string memory ? ReadSize(memory) : defaults.MemoryLimit,
            Augmentation = _augmentation.Read(result, defaults.Augmentation),
        };
        return options with { Mode = mode, Unfreeze = result.GetValue(_unfreeze), FineTuning = tuning, ComparesScratch = result.GetValue(_compareScratch), Resumes = result.GetValue(_resume) };
    }

    private static T Choice<T>(string option, string text)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<T?>().FirstOrDefault()
            ?? throw new UsageException($"{option} is '{text}'; expected {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}.");

    internal static TimeSpan ReadTime(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double minutes) ? TimeSpan.FromMinutes(minutes)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time
        : throw new UsageException($"--time-limit is '{text}'; expected minutes, such as 30, or h:mm:ss.");

    private static long ReadSize(string text)
    {
        int shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        return double.TryParse(shift > 0 ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && value < 1e9
            ? (long)(value * (1L << shift))
            : throw new UsageException($"--memory is '{text}'; expected a size such as 500M or 2G.");
    }
}
