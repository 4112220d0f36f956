namespace MLNetTransfer.Operators;

/// <summary>How Resize and Upsample compute elements.</summary>
/// <param name="Mode">nearest, linear or cubic.</param>
/// <param name="Coordinates">The rule from positions of the result to positions of the input, by its ONNX name.</param>
/// <param name="Nearest">The rule from a position to the nearest element, by its ONNX name.</param>
/// <param name="CubicCoefficient">The coefficient a of the cubic kernel.</param>
/// <param name="ExcludesOutside">Whether weights of elements outside the input are 0 and the others sum to 1.</param>
/// <param name="Extrapolation">The value outside the region of interest (tf_crop_and_resize).</param>
internal sealed record ResizeMethod(
    string Mode,
    string Coordinates,
    string Nearest = "round_prefer_floor",
    float CubicCoefficient = -0.75f,
    bool ExcludesOutside = false,
    float Extrapolation = 0);
