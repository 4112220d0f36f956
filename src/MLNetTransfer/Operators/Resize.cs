using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Resize: the input with other sizes, given as <c>scales</c> or <c>sizes</c>; nearest, linear or cubic, with all coordinate and nearest rules of ONNX.
/// Operator sets 10, 11, 13, 18 and 19; Float32; any rank. Scales, sizes and region must not depend on the input of the graph. Refused: <c>antialias</c> = 1.
/// </summary>
internal sealed class Resize : Operator
{
    private readonly ResizeMethod _method;
    private readonly IReadOnlyList<long>? _axes;
    private readonly string _policy;

    public Resize(OnnxNode node)
        : base(node, AttributesOf(node.OperatorSetVersion))
    {
        OnnxAttributes attributes = node.Attributes;
        _axes = attributes.Integers("axes");
        _policy = attributes.Text("keep_aspect_ratio_policy", "stretch");
        bool isFirst = node.OperatorSetVersion < 11;
        _method = new ResizeMethod(
            attributes.Text("mode", "nearest"),
            attributes.Text("coordinate_transformation_mode", isFirst ? "asymmetric" : "half_pixel"),
            attributes.Text("nearest_mode", isFirst ? "floor" : "round_prefer_floor"),
            attributes.Number("cubic_coeff_a", -0.75f),
            attributes.Integer("exclude_outside", 0) != 0,
            attributes.Number("extrapolation_value", 0));
        if (attributes.Integer("antialias", 0) != 0)
        {
            throw new OnnxException("Attribute 'antialias' is 1, which is not supported.");
        }

        if (_method.Mode is not ("nearest" or "linear" or "cubic"))
        {
            throw new OnnxException($"Attribute 'mode' is '{_method.Mode}', expected nearest, linear or cubic.");
        }

        if (_policy is not ("stretch" or "not_larger" or "not_smaller"))
        {
            throw new OnnxException($"Attribute 'keep_aspect_ratio_policy' is '{_policy}', expected stretch, not_larger or not_smaller.");
        }

        // Unknown names are refused here and not when the graph runs.
        ResizeAxis.Of(_method, 2, 2, 1, 0, 1);
        ResizeAxis.Of(_method with { Mode = "nearest" }, 2, 2, 1, 0, 1);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        bool isFirst = Node.OperatorSetVersion < 11;
        Facts.CheckCount(inputs, isFirst ? 2 : 1, isFirst ? 2 : 4);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        float[]? scales = Facts.Numbers(inputs, isFirst ? 1 : 2, "scales");
        long[]? sizes = isFirst ? null : Facts.Integers(inputs, 3, "sizes");
        if (!isFirst && Facts.Optional(inputs, 1) is not null)
        {
            RegionOf(Facts.Numbers(inputs, 1, "roi"), input.Rank);
        }

        return [new TensorFact(ElementType.Float32, Target(input, scales, sizes).Shape)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        (double[] scales, float[]? region) = PlacesOf(context);
        Resampling.Run(_method, context.Input<float>(0), context.Output<float>(0), scales, region, context.Pool);
    }

    public override bool HasGradient(int input) => input == 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(1, 2, 3);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        Resampling.BackwardWorkspaceLength(inputs[0]!.Shape, Infer(inputs)[0].Shape);

    public override void Backward(BackwardContext context)
    {
        (double[] scales, float[]? region) = PlacesOf(context.Forward);
        Resampling.RunBackward(_method, context.OutputGradient(0), context.InputGradient(0), scales, region, context.Workspace, context.Pool);
    }

    private (double[] Scales, float[]? Region) PlacesOf(OperatorContext context)
    {
        Shape input = context.Input(0).Shape;
        bool isFirst = Node.OperatorSetVersion < 11;
        float[]? scales = (context.OptionalInput(isFirst ? 1 : 2) as Tensor<float>)?.Span.ToArray();
        long[]? sizes = isFirst ? null : context.OptionalInput(3) switch
        {
            Tensor<long> wide => wide.Span.ToArray(),
            Tensor<int> narrow => Array.ConvertAll(narrow.Span.ToArray(), size => (long)size),
            _ => null,
        };
        float[]? region = isFirst ? null : RegionOf((context.OptionalInput(1) as Tensor<float>)?.Span.ToArray(), input.Rank);
        return (Target(input, scales, sizes).Scales, region);
    }

    private static string[] AttributesOf(int version)
    {
        string[] names = ["mode"];
        string[] since11 = ["coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside", "extrapolation_value", "nearest_mode"];
        string[] since18 = ["antialias", "axes", "keep_aspect_ratio_policy"];
        return version switch
        {
            >= 18 => [.. names, .. since11, .. since18],
            >= 11 => [.. names, .. since11],
            _ => names,
        };
    }

    /// <summary>The region of interest of all axes, or null where there is none or it does not matter.</summary>
    private float[]? RegionOf(float[]? region, int rank)
    {
        if (_method.Coordinates != "tf_crop_and_resize")
        {
            return null;
        }

        int[] axes = AxesOf(rank);
        if (region is null || region.Length != 2 * axes.Length)
        {
            throw new OnnxException($"Input roi has {region?.Length ?? 0} numbers, expected a start and an end of each of {axes.Length} axes.");
        }

        float[] all = [.. Enumerable.Repeat(0f, rank), .. Enumerable.Repeat(1f, rank)];
        for (int index = 0; index < axes.Length; index++)
        {
            all[axes[index]] = region[index];
            all[rank + axes[index]] = region[axes.Length + index];
        }

        return all;
    }

    private int[] AxesOf(int rank) => _axes is null ? [.. Enumerable.Range(0, rank)] : Facts.Axes(_axes, rank);

    private (Shape Shape, double[] Scales) Target(Shape input, float[]? scales, long[]? sizes)
    {
        int[] axes = AxesOf(input.Rank);
        bool hasScales = scales is { Length: > 0 };
        bool hasSizes = sizes is { Length: > 0 };
        int given = hasScales ? scales!.Length : sizes?.Length ?? 0;
        if (hasScales == hasSizes || given != axes.Length || input.Dimensions.Contains(0))
        {
            throw new OnnxException($"Expected either scales or sizes for the {axes.Length} axes of {input}, found {scales?.Length ?? 0} scales and {sizes?.Length ?? 0} sizes.");
        }

        long[] dimensions = Array.ConvertAll(input.Dimensions.ToArray(), dimension => (long)dimension);
        double[] all = [.. Enumerable.Repeat(1.0, input.Rank)];
        double common = hasSizes && _policy != "stretch" ? CommonScale(input, axes, sizes!) : 0;
        for (int index = 0; index < axes.Length; index++)
        {
            int axis = axes[index];
            if (hasScales)
            {
                all[axis] = scales![index];
                dimensions[axis] = scales[index] > 0
                    ? (long)Math.Floor((double)scales[index] * input[axis])
                    : throw new OnnxException("A scale must be above 0.");
            }
            else if (common > 0)
            {
                all[axis] = common;
                dimensions[axis] = (long)Math.Floor((common * input[axis]) + 0.5);
            }
            else
            {
                all[axis] = (double)sizes![index] / input[axis];
                dimensions[axis] = sizes[index];
            }
        }

        return (Facts.ShapeOf(dimensions), all);
    }

    private double CommonScale(Shape input, int[] axes, long[] sizes)
    {
        IEnumerable<double> scales = axes.Select((axis, index) => (double)sizes[index] / input[axis]);
        return _policy == "not_larger" ? scales.Min() : scales.Max();
    }
}
