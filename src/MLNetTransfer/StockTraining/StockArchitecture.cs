namespace MLNetTransfer.StockTraining;

/// <summary>A network that ML.NET's own image trainer has weights for.</summary>
/// <param name="Name">The name that users type.</param>
/// <param name="WeightsFile">The TensorFlow metagraph with its weights, as ML.NET calls the file.</param>
/// <param name="Side">Pixels of the square that pictures are stretched to.</param>
public sealed record StockArchitecture(string Name, string WeightsFile, int Side)
{
    /// <summary>All, the default of ML.NET first.</summary>
    public static IReadOnlyList<StockArchitecture> All { get; } =
    [
        new("resnet-v2-50", "resnet_v2_50_299.meta", 299),
        new("resnet-v2-101", "resnet_v2_101_299.meta", 299),
        new("inception-v3", "inception_v3.meta", 299),
        new("mobilenet-v2", "mobilenet_v2.meta", 224),
    ];

    /// <summary>The one of that name, or null.</summary>
    public static StockArchitecture? Find(string name) => All.FirstOrDefault(each => each.Name == name);
}
