using MLNetTransfer.Compute.Tensors;
using static MLNetTransfer.Tests.Operators.Gradients.GradientCases;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Functions of each number, and of several operands that are broadcast.</summary>
internal static class ElementwiseGradientCases
{
    private static readonly Tensor<float> Picture = Spread(1, 0, 2, 3, 3, 5);
    private static readonly Tensor<float> Other = Spread(2, 0.05f, 2, 3, 3, 5);
    private static readonly Tensor<float> Above = Positive(3, 2, 3, 3, 5);

    public static Dictionary<string, GradientCase> All { get; } = new(StringComparer.Ordinal)
    {
        ["Abs"] = new(Node("Abs", 13, 1), Picture),
        ["Cast"] = new(Node("Cast", 13, 1, ("to", 1L)), Spread(1, 0, 2, 3)),
        ["Clip, attributes"] = new(Node("Clip", 6, 1, ("min", -1f), ("max", 1.2f)), Picture),
        ["Clip, inputs"] = new(Node("Clip", 13, 3), Picture, Floats([], -1), Floats([], 1.2f)),
        ["Clip, no minimum"] = new(Node("Clip", 13, 3), Picture, null, Floats([], 1.2f)),
        ["Erf"] = new(Node("Erf", 13, 1), Picture),
        ["Exp"] = new(Node("Exp", 13, 1), Above),
        ["Gelu"] = new(Node("Gelu", 20, 1), Picture),
        ["Gelu, tanh"] = new(Node("Gelu", 20, 1, ("approximate", "tanh")), Picture),
        ["HardSigmoid"] = new(Node("HardSigmoid", 6, 1, ("alpha", 0.5f), ("beta", 0.5f)), Picture),
        ["HardSwish"] = new(Node("HardSwish", 14, 1), Picture),
        ["LeakyRelu"] = new(Node("LeakyRelu", 16, 1, ("alpha", 0.1f)), Picture),
        ["LeakyRelu, falling"] = new(Node("LeakyRelu", 16, 1, ("alpha", -0.5f)), Picture),
        ["LeakyRelu, zero"] = new(Node("LeakyRelu", 16, 1, ("alpha", 0f)), Picture),
        ["Log"] = new(Node("Log", 13, 1), Above),
        ["Neg"] = new(Node("Neg", 13, 1), Picture),
        ["Reciprocal"] = new(Node("Reciprocal", 13, 1), Above),
        ["Relu"] = new(Node("Relu", 14, 1), Picture),
        ["Sigmoid"] = new(Node("Sigmoid", 13, 1), Picture),
        ["Sqrt"] = new(Node("Sqrt", 13, 1), Above),
        ["Tanh"] = new(Node("Tanh", 13, 1), Picture),
        ["Add, same shape"] = new(Node("Add", 14, 2), Picture, Other),
        ["Add, channel"] = new(Node("Add", 14, 2), Picture, Spread(3, 0, 3, 1, 1)),
        ["Add, channel by axis"] = new(Node("Add", 6, 2, ("axis", 1L), ("broadcast", 1L)), Picture, Spread(3, 0, 3)),
        ["Add, both stretched"] = new(Node("Add", 14, 2), Spread(3, 0, 2, 1, 3, 1), Spread(4, 0, 3, 1, 5)),
        ["Add, row of a matrix"] = new(Node("Add", 14, 2), Spread(3, 0, 6, 9), Spread(4, 0, 9)),
        ["Add, scalars"] = new(Node("Add", 14, 2), Floats([], 2), Floats([1], 3)),
        ["Sub, same shape"] = new(Node("Sub", 14, 2), Picture, Other),
        ["Sub, scalar on the left"] = new(Node("Sub", 14, 2), Floats([], 2), Picture),
        ["Sub, column"] = new(Node("Sub", 14, 2), Spread(3, 0, 6, 9), Spread(4, 0, 6, 1)),
        ["Mul, same shape"] = new(Node("Mul", 14, 2), Picture, Other),
        ["Mul, channel of each picture"] = new(Node("Mul", 14, 2), Picture, Spread(3, 0, 2, 3, 1, 1)),
        ["Mul, channel of each picture on the left"] = new(Node("Mul", 14, 2), Spread(3, 0, 2, 3, 1, 1), Picture),
        ["Mul, channel of rank 4"] = new(Node("Mul", 14, 2), Picture, Spread(3, 0, 1, 3, 1, 1)),
        ["Mul, scalar"] = new(Node("Mul", 14, 2), Picture, Floats([], 2)),
        ["Mul, one channel for all"] = new(Node("Mul", 14, 2), Picture, Spread(3, 0, 2, 1, 3, 5)),
        ["Mul, row of pixels"] = new(Node("Mul", 14, 2), Picture, Spread(3, 0, 5)),
        ["Div, same shape"] = new(Node("Div", 14, 2), Picture, Above),
        ["Div, channel"] = new(Node("Div", 14, 2), Picture, Positive(4, 3, 1, 1)),
        ["Div, channel on the left"] = new(Node("Div", 14, 2), Positive(4, 2, 3, 1, 1), Above),
        ["Pow, same shape"] = new(Node("Pow", 15, 2), Above, Other),
        ["Pow, square"] = new(Node("Pow", 15, 2), Picture, Floats([], 2)),
        ["Pow, root"] = new(Node("Pow", 15, 2), Above, Floats([], 0.5f)),
        ["Pow, cube of integers"] = new(Node("Pow", 15, 2), Picture, Longs(3)),
        ["Pow, channel"] = new(Node("Pow", 15, 2), Above, Floats([3, 1, 1], 1, 2, -1.5f)),
        ["PRelu, channel"] = new(Node("PRelu", 16, 2), Picture, Spread(3, 0, 3, 1, 1)),
        ["PRelu, channel in set 6"] = new(Node("PRelu", 6, 2), Picture, Spread(3, 0, 3)),
        ["PRelu, one slope"] = new(Node("PRelu", 16, 2), Picture, Floats([1], 0.25f)),
        ["Max, two inputs"] = new(Node("Max", 13, 2), Picture, Other),
        ["Max, three inputs"] = new(Node("Max", 13, 3), Picture, Floats([3, 1, 1], 0.025f, -0.525f, 1.025f), Other),
        ["Max, one input"] = new(Node("Max", 13, 1), Picture),
        ["Min, three inputs"] = new(Node("Min", 13, 3), Floats([], 0.525f), Picture, Other),
        ["Sum, three inputs"] = new(Node("Sum", 13, 3), Picture, Spread(3, 0, 3, 1, 1), Other),
        ["Sum, one input"] = new(Node("Sum", 13, 1), Picture),
        ["Where"] = new(Node("Where", 9, 3), Tensor.From(new Shape(3, 1), new[] { true, false, true }.AsMemory()), Spread(3, 0, 2, 3, 4), Spread(4, 0, 4)),
    };
}
