using MLNetTransfer.Datasets;
using MLNetTransfer.Downloads;

namespace MLNetTransfer.Backbones;

/// <summary>
/// The pretrained networks that are known by name or by the checksum of their file. Sizes and checksums are those of the ONNX model zoo (onnx/models,
/// <c>validated/vision/classification</c>), the preprocessing is what its pages state.
/// </summary>
public static class BackboneCatalog
{
    private const string ZooLicence = "Apache-2.0";

    // Bytes of Git LFS objects come from this address; the repository's own address gives pointers.
    private const string ZooAddress = "https://media.githubusercontent.com/media/onnx/models/main/validated/vision/classification/";

    /// <summary>EfficientNet-Lite: (x - 127) / 128.</summary>
    private static readonly Preprocessing EfficientNetLite = new() { Mean = new(127, 127, 127), Deviation = new(128, 128, 128) };

    /// <summary>All entries: first those that can be downloaded, then those that are only recognised.</summary>
    public static IReadOnlyList<BackboneEntry> Entries { get; } =
    [
        Zoo("resnet/model/resnet18-v1-7", ["resnet18", "resnet18-v1"], "ResNet-18 v1", 46820737, "4e8f8653e7a2222b3904cc3fe8e304cd8b339ce1d05fd24688162f86fb6df52c"),
        Zoo("resnet/model/resnet34-v1-7", ["resnet34", "resnet34-v1"], "ResNet-34 v1", 87302588, "883a41b2e30ddc2e422c108b091b5e70b92d37dc5c345a2c563dcae27971e2cc"),
        Zoo("resnet/model/resnet50-v1-12", ["resnet50", "resnet50-v1"], "ResNet-50 v1", 102576593, "3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526"),
        Zoo("resnet/model/resnet50-v2-7", ["resnet50v2", "resnet50-v2"], "ResNet-50 v2", 102442452, "79102261eb6e5fd7af5d27f41316293e388c5cb691e5d25bfb035c4f64fefe31"),
        Zoo("mobilenet/model/mobilenetv2-12", ["mobilenetv2", "mobilenet", "mobilenet-v2"], "MobileNetV2 1.0", 13964571, "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5"),
        Zoo("mobilenet/model/mobilenetv2-7", [], "MobileNetV2 1.0, older file", 14246826, "c1c513582d56afceff8516c73804e484c81c6a830712ab6d682253f4a3cd042f"),
        Zoo("squeezenet/model/squeezenet1.1-7", ["squeezenet", "squeezenet1.1"], "SqueezeNet 1.1", 4956208, "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088"),
        Zoo("shufflenet/model/shufflenet-v2-12", ["shufflenet", "shufflenet-v2"], "ShuffleNet v2 1.0", 9218556, "ea69821b4dd374ae2f33f9710dd1229ac263d0ee5b5a46ca3521f6483e1ba035"),
        Zoo("efficientnet-lite4/model/efficientnet-lite4-11", ["efficientnet-lite4", "efficientnet"], "EfficientNet-Lite4", 51946641, "d111689907c06eea7c82e4833ddef758da6453b9d4cf60b7e99ca05c7cbd9c12") with
        {
            Preprocessing = EfficientNetLite,
            PreprocessingName = "(x-127)/128",
        },
        Recognised("mobilenetv2_1.0_224_tf_folded", "MobileNetV2 1.0 of TensorFlow, normalisation folded", "a51f6c12c5454e85f1bb19c365c2e06f5b38be642ec9ccf5890a8bf053032e13", Preprocessing.TensorFlow, "tf", BackboneLabels.ImageNetWithBackground) with
        {
            // tensorflow/models, research/slim/nets/mobilenet: weights and code alike.
            Licence = "Apache-2.0",
        },
        Recognised("mobilenetv2_1.0_gluon_bn_backbone", "MobileNetV2 1.0 of MXNet Gluon without its classifier", "d8e11c2d309d9582327734df6d9c563be5dc50b80ba7325bb2435887ad81fcd8", Preprocessing.Torch, "torch", BackboneLabels.None),
        Recognised("mobilenetv2_0.35_224_keras_bn_backbone", "MobileNetV2 0.35 of Keras without its classifier", "077ca77387a7f00ea3fd286b5411694b471787fe101c86b20def12153ddbc35d", Preprocessing.TensorFlow, "tf", BackboneLabels.None),
        Recognised("squeezenet1.1_gluon", "SqueezeNet 1.1 of MXNet Gluon", "fbe0903153dce1904f81f1ff3301e5951f285a44d5ce753254bfb79be2f2ece9", Preprocessing.Torch, "torch", BackboneLabels.ImageNet, featureNode: null),
        Recognised("resnet18_torchvision_folded_to_layer3", "ResNet-18 of torchvision up to its third stage, normalisation folded", "bace0e82c9e7a4925279b12ffe11bed9a4601621f4ea659de48fe52b7bd56e6e", Preprocessing.Torch, "torch", BackboneLabels.None),
    ];

    /// <summary>The entries that can be downloaded.</summary>
    public static IEnumerable<BackboneEntry> Downloadable => Entries.Where(entry => entry.Download is not null);

    /// <summary>The entry that can be downloaded under a name or one of its aliases, or null. Case does not matter, nor a trailing <c>.onnx</c>.</summary>
    public static BackboneEntry? FindByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.ToLowerInvariant();
        if (wanted.EndsWith(".onnx", StringComparison.Ordinal))
        {
            wanted = wanted[..^".onnx".Length];
        }

        return Downloadable.FirstOrDefault(entry => entry.Name == wanted || entry.Aliases.Contains(wanted));
    }

    /// <summary>The entry whose file has a checksum, or null.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    public static BackboneEntry? FindBySha256(string sha256) =>
        Entries.FirstOrDefault(entry => entry.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase));

    private static BackboneEntry Zoo(string path, string[] aliases, string network, long bytes, string sha256)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        string description = network + ", ImageNet";
        return new BackboneEntry
        {
            Name = name,
            Aliases = aliases,
            Description = description,
            Sha256 = sha256,
            Preprocessing = Preprocessing.Torch,
            PreprocessingName = "torch",
            Labels = BackboneLabels.ImageNet,
            Download = new CatalogEntry
            {
                Name = name,
                Kind = CatalogKind.Backbone,
                Description = description,
                Url = new Uri(ZooAddress + path + ".onnx"),
                Bytes = bytes,
                Sha256 = sha256,
                Licence = ZooLicence,
            },
        };
    }

    private static BackboneEntry Recognised(
        string name, string description, string sha256, Preprocessing preprocessing, string preprocessingName, BackboneLabels labels, string? featureNode = "features") => new()
        {
            Name = name,
            Description = description,
            Sha256 = sha256,
            Preprocessing = preprocessing,
            PreprocessingName = preprocessingName,
            Labels = labels,
            FeatureNode = featureNode,
        };
}
