using static MLNetTransfer.Tests.Operators.Gradients.GradientCases;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Convolutions, pooling and BatchNormalization.</summary>
internal static class WindowGradientCases
{
    private static readonly long[] One = [1L, 1, 1, 1];

    public static Dictionary<string, GradientCase> All { get; } = new(StringComparer.Ordinal)
    {
        ["AveragePool"] = new(Node("AveragePool", 13, 1, ("kernel_shape", new[] { 2L, 3 }), ("strides", new[] { 2L, 1 })), Random(1, 2, 3, 5, 6)),
        ["AveragePool, padding counted"] = new(Node("AveragePool", 13, 1, ("kernel_shape", new[] { 3L, 3 }), ("pads", One), ("count_include_pad", 1L)), Random(1, 2, 3, 4, 5)),
        ["BatchNormalization"] = new(Node("BatchNormalization", 13, 5), Random(1, 2, 3, 4, 5), Random(2, 3), Random(3, 3), Random(4, 3), Positive(5, 3)),
        ["BatchNormalization, rows"] = new(Node("BatchNormalization", 13, 5), Random(1, 4, 3), Random(2, 3), Random(3, 3), Random(4, 3), Positive(5, 3)),
        ["Conv"] = new(Node("Conv", 13, 3, ("pads", One)), Random(1, 2, 3, 5, 6), Random(2, 4, 3, 3, 3), Random(3, 4)),
        ["Conv, strides and uneven pads"] = new(Node("Conv", 13, 3, ("strides", new[] { 2L, 3 }), ("pads", new[] { 0L, 1, 2, 1 })), Random(1, 2, 3, 7, 8), Random(2, 4, 3, 3, 2), Random(3, 4)),
        ["Conv, point with stride"] = new(Node("Conv", 13, 2, ("strides", new[] { 2L, 2 })), Random(1, 2, 3, 5, 6), Random(2, 4, 3, 1, 1)),
        ["Conv, dilated groups"] = new(Node("Conv", 13, 2, ("dilations", new[] { 2L, 1 }), ("group", 2L), ("pads", One)), Random(1, 1, 4, 6, 5), Random(2, 6, 2, 2, 3)),
        ["Conv, dilated with stride"] = new(Node("Conv", 13, 2, ("dilations", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 })), Random(1, 1, 2, 7, 8), Random(2, 3, 2, 2, 3)),
        ["Conv, depthwise"] = new(Node("Conv", 13, 3, ("group", 4L), ("pads", One), ("strides", new[] { 2L, 2 })), Random(1, 2, 4, 6, 6), Random(2, 4, 1, 3, 3), Random(3, 4)),
        ["Conv, depthwise with two outputs a channel"] = new(Node("Conv", 13, 2, ("group", 3L)), Random(1, 2, 3, 4, 4), Random(2, 6, 1, 2, 2)),
        ["Conv, pads beyond the kernel"] = new(Node("Conv", 13, 2, ("pads", new[] { 3L, 3, 3, 3 })), Random(1, 1, 2, 3, 3), Random(2, 2, 2, 2, 2)),
        ["Conv, one dimension"] = new(Node("Conv", 13, 3, ("pads", new[] { 1L, 1 })), Random(1, 2, 3, 6), Random(2, 4, 3, 3), Random(3, 4)),
        ["GlobalAveragePool"] = new(Node("GlobalAveragePool", 13, 1), Random(1, 2, 3, 4, 5)),
        ["GlobalMaxPool"] = new(Node("GlobalMaxPool", 13, 1), Spread(1, 0, 2, 3, 3, 4)),
        ["MaxPool"] = new(Node("MaxPool", 13, 1, ("kernel_shape", new[] { 3L, 2 }), ("strides", new[] { 2L, 1 }), ("pads", One)), Spread(1, 0, 2, 3, 5, 4)),
    };
}
