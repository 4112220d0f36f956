using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetTransfer.Graphs.Architectures;

/// <summary>The networks that are built here with random weights, by name: <c>resnet18-random</c>, <c>resnet34-random</c>, <c>resnet50-random</c>, <c>mobilenetv2-random</c> and, with a width factor, <c>mobilenetv2-0.35-random</c>, and, padded as TensorFlow pads, <c>mobilenetv2-0.35-tf-random</c>.</summary>
public static partial class FreshArchitecture
{
    /// <summary>The names, for messages.</summary>
    public const string Names = "resnet18-random, resnet34-random, resnet50-random, mobilenetv2-random or mobilenetv2-WIDTH-random (-tf-random pads as TensorFlow does)";

    /// <summary>Smallest width factor of MobileNetV2.</summary>
    public const float SmallestWidth = 0.05f;

    /// <summary>Largest width factor of MobileNetV2.</summary>
    public const float LargestWidth = 4;

    /// <summary>Whether a name is that of a network with random weights; its width factor may be out of range all the same.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ResNet().IsMatch(name) || MobileNet().IsMatch(name);
    }

    /// <summary>Builds the network of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <returns>The network, from <c>image</c> [batch, 3, height, width] to <c>features</c>; null for a name of something else.</returns>
    /// <exception cref="ArgumentException">A width factor out of range.</exception>
    public static Graph? Build(string name, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ResNet().Match(name) is { Success: true } residual)
        {
            return ResNetBuilder.Build(int.Parse(residual.Groups[1].ValueSpan, CultureInfo.InvariantCulture), seed);
        }

        if (MobileNet().Match(name) is not { Success: true } mobile)
        {
            return null;
        }

        float width = mobile.Groups[1].Success ? float.Parse(mobile.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
        return width is >= SmallestWidth and <= LargestWidth
            ? MobileNetV2Builder.Build(width, seed, null, mobile.Groups[2].Success)
            : throw new ArgumentException(FormattableString.Invariant($"The width factor of '{name}' is {width}; expected {SmallestWidth} to {LargestWidth}."));
    }

    [GeneratedRegex("^resnet(18|34|50)-random\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResNet();

    [GeneratedRegex(@"^mobilenetv2(?:-([0-9]{1,2}(?:\.[0-9]{1,4})?))?(-tf)?-random\z", RegexOptions.CultureInvariant)]
    private static partial Regex MobileNet();
}
