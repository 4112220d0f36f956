using System.Globalization;
using Layer = MLNetTransfer.Graphs.Architectures.LayerWriter.Layer;

namespace MLNetTransfer.Graphs.Architectures;

/// <summary>Builds MobileNetV2 (Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018) with fresh weights.</summary>
public static class MobileNetV2Builder
{
    private const float MaximumWidth = 10;

    // Table 2 of the paper: expansion, channels, repetitions, stride of the first repetition.
    private static readonly (int Expansion, int Channels, int Repetitions, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    /// <summary>
    /// Builds the network: input <c>image</c> [batch, 3, height, width], output <c>features</c> [batch, 1280 (times the width above 1)] or, with classes,
    /// <c>logits</c> [batch, classes]. The same seed gives the same weights everywhere.
    /// </summary>
    /// <param name="width">Multiplier of all channels, above 0 up to 10; they are rounded to multiples of 8.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="classes">Number of classes, at least 1, or null to end with the features.</param>
    /// <param name="padsEnd">Whether steps of 2 are padded below and to the right only, as in TensorFlow, instead of alike on all sides, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">Width or classes out of range.</exception>
    public static Graph Build(float width, ulong seed, int? classes = null, bool padsEnd = false)
    {
        if (!(width > 0 && width <= MaximumWidth))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, string.Create(CultureInfo.InvariantCulture, $"The width must be above 0 and at most {MaximumWidth}."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(classes ?? 1, 1, nameof(classes));
        LayerWriter writer = new(seed);
        Layer layer = writer.Convolution(writer.Input, "stem", Widen(32, width), kernel: 3, stride: 2, padsEnd: padsEnd);
        layer = writer.Relu6(layer, "stem.relu6");
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            (int expansion, int channels, int repetitions, int stride) = Stages[stage];
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"stage{stage + 1}.block{repetition + 1}");
                layer = Block(writer, layer, name, expansion, Widen(channels, width), repetition == 0 ? stride : 1, padsEnd);
            }
        }

        layer = writer.Convolution(layer, "last", Widen(1280, Math.Max(1, width)), kernel: 1, stride: 1);
        return writer.Finish(writer.Relu6(layer, "last.relu6"), classes);
    }

    /// <summary>
    /// Channels times width as a multiple of 8, the nearest one unless that takes away more than a tenth: <c>_make_divisible</c> of the authors' code.
    /// </summary>
    internal static int Widen(int channels, float width)
    {
        decimal exact = channels * (decimal)width;
        int rounded = Math.Max(8, (int)(exact + 4) / 8 * 8);
        return rounded < 0.9m * exact ? rounded + 8 : rounded;
    }

    private static Layer Block(LayerWriter writer, Layer input, string name, int expansion, int channels, int stride, bool padsEnd)
    {
        Layer layer = input;
        if (expansion > 1)
        {
            layer = writer.Convolution(layer, $"{name}.expand", input.Channels * expansion, kernel: 1, stride: 1);
            layer = writer.Relu6(layer, $"{name}.expand.relu6");
        }

        layer = writer.Convolution(layer, $"{name}.depthwise", layer.Channels, kernel: 3, stride, depthwise: true, padsEnd: padsEnd);
        layer = writer.Relu6(layer, $"{name}.depthwise.relu6");

        // The sum keeps its mean square when the branch begins with less than what it is added to.
        bool residual = stride == 1 && input.Channels == channels;
        layer = writer.Convolution(layer, $"{name}.project", channels, kernel: 1, stride: 1, gain: residual ? 0.25 : 1);
        return residual ? writer.Add(input, layer, $"{name}.add") : layer;
    }
}
