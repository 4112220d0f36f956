using MLNetTransfer.Compute.Tensors;
using static MLNetTransfer.Tests.Operators.Gradients.GradientCases;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Operators that move, repeat, leave out or mix elements by places.</summary>
internal static class MovementGradientCases
{
    private static readonly Tensor<float> Picture = Spread(1, 0, 2, 3, 3, 5);

    public static Dictionary<string, GradientCase> All { get; } = new(StringComparer.Ordinal)
    {
        ["Concat, channels"] = new(Node("Concat", 13, 3, ("axis", 1L)), Picture, Spread(2, 0, 2, 2, 3, 5), Spread(3, 0, 2, 1, 3, 5)),
        ["Concat, rows"] = new(Node("Concat", 13, 2, ("axis", -2L)), Picture, Spread(2, 0, 2, 3, 1, 5)),
        ["Dropout"] = new(Node("Dropout", 13, 1, 2), Picture),
        ["Expand"] = new(Node("Expand", 13, 2), Spread(1, 0, 3, 1), Longs(2, 1, 6)),
        ["Expand, to its own shape"] = new(Node("Expand", 13, 2), Spread(1, 0, 3, 4), Longs(4)),
        ["Flatten"] = new(Node("Flatten", 13, 1), Picture),
        ["Gather, rows named twice"] = new(Node("Gather", 13, 2), Spread(1, 0, 4, 5), Tensor.From(new Shape(2, 2), new long[] { 3, -1, 0, 3 }.AsMemory())),
        ["Gather, columns"] = new(Node("Gather", 13, 2, ("axis", 1L)), Spread(1, 0, 2, 4, 3), Longs(2, 0)),
        ["Identity"] = new(Node("Identity", 16, 1), Picture),
        ["Pad, constant"] = new(Node("Pad", 13, 3), Picture, Longs(0, 1, 2, 0, 1, 0, 3, 1), Floats([], 9)),
        ["Pad, negative"] = new(Node("Pad", 13, 2), Picture, Longs(0, -1, 2, 0, 0, 0, -1, -1)),
        ["Pad, reflect"] = new(Node("Pad", 13, 2, ("mode", "reflect")), Picture, Longs(0, 0, 2, 3, 0, 1, 5, 1)),
        ["Pad, edge"] = new(Node("Pad", 13, 2, ("mode", "edge")), Picture, Longs(1, 0, 2, 3, 0, 1, 2, 1)),
        ["Pad, wrap"] = new(Node("Pad", 19, 4, ("mode", "wrap")), Picture, Longs(2, 4, 1, 7), null, Longs(2, -1)),
        ["Reshape"] = new(Node("Reshape", 14, 2), Picture, Longs(2, -1)),
        ["Resize, nearest"] = new(Node("Resize", 13, 3), Picture, null, Floats([4], 1, 1, 2, 0.6f)),
        ["Resize, linear"] = new(Node("Resize", 13, 4, ("mode", "linear")), Picture, null, null, Longs(2, 3, 5, 3)),
        ["Resize, corners"] = new(Node("Resize", 13, 4, ("mode", "linear"), ("coordinate_transformation_mode", "align_corners")), Picture, null, null, Longs(2, 3, 6, 9)),
        ["Resize, cubic over channels"] = new(Node("Resize", 13, 4, ("mode", "cubic")), Picture, null, null, Longs(2, 2, 4, 7)),
        ["Resize, to its own shape"] = new(Node("Resize", 13, 4, ("mode", "linear")), Picture, null, null, Longs(2, 3, 3, 5)),
        ["Resize, region that reaches out"] = new(
            Node("Resize", 13, 4, ("mode", "linear"), ("coordinate_transformation_mode", "tf_crop_and_resize"), ("extrapolation_value", 7f)),
            Picture,
            Floats([8], 0, 0, -0.3f, 0.2f, 1, 1, 1.2f, 0.9f),
            null,
            Longs(2, 3, 4, 4)),
        ["Slice, backwards"] = new(Node("Slice", 13, 5), Picture, Longs(2, 1), Longs(0, 100), Longs(1, 3), Longs(-2, 2)),
        ["Slice, attributes"] = new(Node("Slice", 9, 1, ("axes", new[] { 2L }), ("starts", new[] { 1L }), ("ends", new[] { 3L })), Picture),
        ["Slice, nothing"] = new(Node("Slice", 13, 3), Picture, Longs(2), Longs(2)),
        ["Split, channels"] = new(Node("Split", 11, 1, 2, ("axis", 1L), ("split", new[] { 2L, 1L })), Picture),
        ["Split, pictures"] = new(Node("Split", 13, 1, 2), Picture),
        ["Squeeze"] = new(Node("Squeeze", 13, 2), Spread(1, 0, 2, 1, 3, 1), Longs(1)),
        ["Transpose, to channels-last"] = new(Node("Transpose", 13, 1, ("perm", new[] { 0L, 2L, 3L, 1L })), Picture),
        ["Transpose, matrix"] = new(Node("Transpose", 13, 1), Spread(1, 0, 4, 6)),
        ["Transpose, three ways"] = new(Node("Transpose", 13, 1, ("perm", new[] { 1L, 2L, 0L })), Spread(1, 0, 2, 3, 4)),
        ["Transpose, all ways"] = new(Node("Transpose", 13, 1, ("perm", new[] { 3L, 1L, 0L, 2L })), Picture),
        ["Unsqueeze"] = new(Node("Unsqueeze", 13, 2), Spread(1, 0, 2, 3), Longs(0, 2)),
        ["Upsample, nearest"] = new(Node("Upsample", 7, 1, ("scales", new[] { 1f, 1f, 2f, 2f })), Picture),
        ["Upsample, linear"] = new(Node("Upsample", 9, 2, ("mode", "linear")), Picture, Floats([4], 1, 1, 2, 1.5f)),
    };
}
