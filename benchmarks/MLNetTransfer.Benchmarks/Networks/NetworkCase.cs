using System.Globalization;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>A network of our builders with 1000 classes, and the pictures that go through it at once.</summary>
/// <param name="Network">resnet18, resnet34, resnet50 or mobilenetv2.</param>
/// <param name="Side">Side of the pictures in pixels.</param>
/// <param name="Batch">Pictures of a batch.</param>
public sealed record NetworkCase(string Network, int Side, int Batch)
{
    /// <summary>Number of classes.</summary>
    public const int Classes = 1000;

    /// <summary>Whether there is a network of this name.</summary>
    public static bool IsKnown(string network) => network is "resnet18" or "resnet34" or "resnet50" or "mobilenetv2";

    /// <summary>The graph with fresh weights.</summary>
    public Graph Build() => Network switch
    {
        "mobilenetv2" => MobileNetV2Builder.Build(1, seed: 1, Classes),
        _ => ResNetBuilder.Build(int.Parse(Network.AsSpan("resnet".Length), CultureInfo.InvariantCulture), seed: 1, Classes),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network} {Side} x{Batch}");
}
