using System.Security.Cryptography;
using System.Text;
using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Downloads;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Onnx;
using MLNetTransfer.Training.FeatureExtraction;

namespace MLNetTransfer;

/// <summary>A backbone that is ready for feature extraction: read, cut at its feature layer, its preprocessing known.</summary>
internal sealed class PreparedBackbone
{
    private const ulong FreshSeed = 1;

    // Raised whenever the same picture and backbone give other features, for instance after a change of the resize.
    private const int FeatureVersion = 1;

    private PreparedBackbone()
    {
    }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Sha256 { get; init; }

    public required string Licence { get; init; }

    /// <summary>Where the weights come from, a sentence without its subject; null where nobody said.</summary>
    public string? Origin { get; init; }

    /// <summary>The value that the head reads.</summary>
    public required string FeatureNode { get; init; }

    /// <summary>The network up to the features, folded so that it can still be written.</summary>
    public required Graph Features { get; init; }

    /// <summary>The same as the file states it, to be trained.</summary>
    public required Graph Trainable { get; init; }

    /// <summary>Whether it has learnt nothing, so that its statistics mean nothing either.</summary>
    public bool IsRandom { get; init; }

    public required int FeatureLength { get; init; }

    public required PreprocessingChoice Preprocessing { get; init; }

    /// <summary>What the user should know, or null.</summary>
    public string? Notice { get; init; }

    /// <summary>Name of the feature cache: a digest of everything but the picture that decides the features.</summary>
    public string CacheName => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{FeatureVersion}|{Sha256}|{FeatureNode}|{Preprocessing.Preprocessing}")))[..32];

    public static PreparedBackbone Load(string? nameOrPath, string? featureNode, PreprocessingOptions options)
    {
        if (nameOrPath is null || (nameOrPath == BuiltInBackbone.Name && !File.Exists(nameOrPath)))
        {
            return BuiltIn(featureNode, options);
        }

        if (!File.Exists(nameOrPath) && FreshArchitecture.Build(nameOrPath, FreshSeed) is Graph fresh)
        {
            return Fresh(
                fresh,
                nameOrPath,
                featureNode,
                options.ApplyTo(Datasets.Preprocessing.Torch with { ResizeSize = Datasets.Preprocessing.Torch.CropSize }),
                $"{nameOrPath} begins with random weights: it learns from these pictures alone, which takes many of them and many epochs (--epochs).");
        }

        ResolvedBackbone resolved = BackboneResolver.ForUser().Resolve(nameOrPath);
        try
        {
            OnnxModel model = OnnxReader.Read(resolved.Path);
            BackboneCard? card = BackboneCard.Read(model, resolved.Path);
            Graph graph = Graph.From(HalfWeights.Expand(model));
            PreprocessingChoice choice = WithoutMargin(FitToInput(graph, resolved.ChoosePreprocessing(options, card?.Preprocessing), options), options);
            string licence = resolved.Entry?.Download?.Licence ?? resolved.Entry?.Licence ?? card?.Licence ?? "not known; ask whoever gave you the file";
            string name = resolved.Entry?.Name ?? card?.Name ?? Path.GetFileNameWithoutExtension(resolved.Path);
            return Prepare(graph, featureNode ?? resolved.Entry?.FeatureNode ?? card?.FeatureNode, name, resolved.Sha256, licence, card?.Origin ?? Published(resolved.Entry), choice, null);
        }
        catch (OnnxException exception) when (!exception.Message.Contains(resolved.Path, StringComparison.Ordinal))
        {
            throw new OnnxException($"{resolved.Path}: {exception.Message}", exception);
        }
    }

    /// <summary>The features that are known already; where the folder cannot be used, a cache for this run alone.</summary>
    /// <param name="folder">Folder of the caches, or null for that of the user.</param>
    /// <param name="tell">Told where the folder cannot be used.</param>
    public FeatureCache OpenCache(string? folder, Action<string> tell)
    {
        folder ??= Path.Combine(DownloadCache.ForUser().Folder, "features");
        try
        {
            return FeatureCache.Open(folder, CacheName, FeatureLength);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            tell($"The feature cache in '{folder}' cannot be used ({exception.Message}); this run keeps its features to itself.");
            return FeatureCache.OpenTemporary(FeatureLength);
        }
    }

    /// <summary>A network that takes one size only decides the crop, unless the user says otherwise.</summary>
    public static PreprocessingChoice FitToInput(Graph graph, PreprocessingChoice choice, PreprocessingOptions options)
    {
        if (GraphInputs.FixedSide(graph) is not int side || side == choice.Preprocessing.CropSize)
        {
            return choice;
        }

        if (options.Crop is int crop)
        {
            throw new OnnxException($"The network takes pictures of {side} pixels only; a crop of {crop} was asked for.");
        }

        int resize = options.Size ?? (int)Math.Round((double)choice.Preprocessing.ResizeSize * side / choice.Preprocessing.CropSize);
        return choice with { Preprocessing = choice.Preprocessing with { CropSize = side, ResizeSize = Math.Max(side, resize) } };
    }

    /// <summary>
    /// Training sees the whole shorter side unless the user says otherwise: the margin that is cut off for ImageNet (256 to 224) is a quarter of the
    /// picture, and what a user's pictures show is not always in the middle.
    /// </summary>
    private static PreprocessingChoice WithoutMargin(PreprocessingChoice choice, PreprocessingOptions options) =>
        options.Size is null ? choice with { Preprocessing = choice.Preprocessing with { ResizeSize = choice.Preprocessing.CropSize } } : choice;

    private static string? Published(BackboneEntry? entry) => entry?.Download is { Url: Uri url } ? $"is {entry.Description}, published at {url}" : null;

    private static PreparedBackbone BuiltIn(string? featureNode, PreprocessingOptions options)
    {
        OnnxModel model = OnnxReader.Read(BuiltInBackbone.Bytes);
        BackboneCard card = BackboneCard.Read(model, BuiltInBackbone.Name)!;
        PreprocessingChoice choice = new(options.ApplyTo(card.Preprocessing), PreprocessingSource.Catalogue, "that of the built-in backbone");
        return Prepare(Graph.From(HalfWeights.Expand(model)), featureNode ?? card.FeatureNode, card.Name, BuiltInBackbone.Sha256, card.Licence, card.Origin, choice, null);
    }

    private static PreparedBackbone Fresh(Graph graph, string name, string? featureNode, Preprocessing preprocessing, string notice) => Prepare(
        graph,
        featureNode,
        name,
        Convert.ToHexStringLower(SHA256.HashData(OnnxWriter.Write(graph.ToOnnx(name)))),
        "MIT (built by this program)",
        "began with random weights",
        new PreprocessingChoice(preprocessing, PreprocessingSource.Default, "torch, for which the built network is made"),
        notice);

    private static PreparedBackbone Prepare(
        Graph graph, string? featureNode, string name, string sha256, string licence, string? origin, PreprocessingChoice choice, string? notice)
    {
        choice = choice with { Preprocessing = choice.Preprocessing with { Placement = CropPlacement.Exact } };
        int side = choice.Preprocessing.CropSize;
        string value = featureNode is null ? FeatureLayer.Find(graph) : FeatureLayer.Find(graph, featureNode);
        Graph trainable = FeatureLayer.Cut(graph, value, side);
        Graph features = GraphOptimizer.Fold(trainable);
        int length = FeatureLayer.Length(features, side);
        return new PreparedBackbone
        {
            Name = name,
            Description = FormattableString.Invariant($"{name}, {features.ParameterCount / 1e6:0.00} M parameters, {length} features at '{value}'"),
            Sha256 = sha256,
            Licence = licence,
            Origin = origin,
            FeatureNode = value,
            Features = features,
            Trainable = trainable,
            IsRandom = notice is not null,
            FeatureLength = length,
            Preprocessing = choice,
            Notice = notice,
        };
    }
}
