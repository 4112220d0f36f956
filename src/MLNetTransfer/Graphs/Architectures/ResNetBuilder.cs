using System.Globalization;
using Layer = MLNetTransfer.Graphs.Architectures.LayerWriter.Layer;

namespace MLNetTransfer.Graphs.Architectures;

/// <summary>
/// Builds ResNet-18, 34 and 50 (He et al., "Deep Residual Learning for Image Recognition", 2015) with fresh weights. In the bottleneck blocks of ResNet-50
/// the 3x3 convolution takes the step, as in all common implementations, and not the 1x1 in front of it.
/// </summary>
public static class ResNetBuilder
{
    private const int Expansion = 4;

    /// <summary>
    /// Builds the network: input <c>image</c> [batch, 3, height, width], output <c>features</c> [batch, 512 (2048 for depth 50)] or, with classes,
    /// <c>logits</c> [batch, classes]. The same seed gives the same weights everywhere.
    /// </summary>
    /// <param name="depth">18, 34 or 50.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="classes">Number of classes, at least 1, or null to end with the features.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another depth, or classes out of range.</exception>
    public static Graph Build(int depth, ulong seed, int? classes = null)
    {
        (int[] repetitions, bool bottleneck) = depth switch
        {
            18 => (new[] { 2, 2, 2, 2 }, false),
            34 => (new[] { 3, 4, 6, 3 }, false),
            50 => (new[] { 3, 4, 6, 3 }, true),
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "The depth must be 18, 34 or 50."),
        };
        ArgumentOutOfRangeException.ThrowIfLessThan(classes ?? 1, 1, nameof(classes));
        LayerWriter writer = new(seed);
        Layer layer = writer.Relu(writer.Convolution(writer.Input, "stem", 64, kernel: 7, stride: 2), "stem.relu");
        layer = writer.MaxPool(layer, "stem.pool");

        // Every block adds its branch to what it reads: the branches together begin with the mean square of one.
        double branchGain = 1.0 / repetitions.Sum();
        for (int stage = 0; stage < repetitions.Length; stage++)
        {
            for (int repetition = 0; repetition < repetitions[stage]; repetition++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"stage{stage + 1}.block{repetition + 1}");
                int stride = stage > 0 && repetition == 0 ? 2 : 1;
                layer = Block(writer, layer, name, 64 << stage, stride, bottleneck, branchGain);
            }
        }

        return writer.Finish(layer, classes);
    }

    private static Layer Block(LayerWriter writer, Layer input, string name, int width, int stride, bool bottleneck, double branchGain)
    {
        int channels = bottleneck ? width * Expansion : width;
        Layer branch = input;
        if (bottleneck)
        {
            branch = writer.Relu(writer.Convolution(branch, $"{name}.reduce", width, kernel: 1, stride: 1), $"{name}.reduce.relu");
            branch = writer.Relu(writer.Convolution(branch, $"{name}.middle", width, kernel: 3, stride), $"{name}.middle.relu");
            branch = writer.Convolution(branch, $"{name}.expand", channels, kernel: 1, stride: 1, gain: branchGain);
        }
        else
        {
            branch = writer.Relu(writer.Convolution(branch, $"{name}.first", width, kernel: 3, stride), $"{name}.first.relu");
            branch = writer.Convolution(branch, $"{name}.second", width, kernel: 3, stride: 1, gain: branchGain);
        }

        Layer shortcut = stride != 1 || input.Channels != channels
            ? writer.Convolution(input, $"{name}.shortcut", channels, kernel: 1, stride)
            : input;
        return writer.Relu(writer.Add(branch, shortcut, $"{name}.add"), $"{name}.relu");
    }
}
