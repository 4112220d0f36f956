using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>Small graphs of a seed, with everything that makes planning hard: views of views, values read often, formats that change, outputs in the middle.</summary>
internal sealed class RandomGraph
{
    private const float LargestBound = 100;

    private readonly Random _random;
    private readonly GraphEditor _editor = new(new Dictionary<string, int> { [""] = 13 });
    private readonly List<Value> _values = [];

    private RandomGraph(int seed)
    {
        _random = new Random(seed);
        int channels = _random.Next(3) == 0 ? 3 : _random.Next(1, 10);
        int[] shape = [_random.Next(1, 4), channels, _random.Next(1, 8), _random.Next(1, 8)];
        InputShape = new Shape(shape);
        _editor.Inputs.Add(new GraphInput("x", ElementType.Float32, null));
        _values.Add(new Value("x", shape, 1));
    }

    private Shape InputShape { get; }

    public static (Graph Graph, Tensor<float> Input) Make(int seed)
    {
        RandomGraph made = new(seed);
        int count = made._random.Next(3, 16);
        for (int index = 0; index < count; index++)
        {
            made.AddNode();
        }

        made._editor.Outputs.Add(made._values[^1].Name);
        for (int more = made._random.Next(3); more > 0; more--)
        {
            made._editor.Outputs.Add(made.Pick().Name);
        }

        return (made._editor.ToGraph(), made.Draw(made.InputShape, 1));
    }

    private void AddNode()
    {
        Value source = Pick();
        switch (_random.Next(14))
        {
            case 0:
            case 1:
                Emit("Relu", [source], source.Shape, source.Bound);
                break;
            case 2:
                Emit("Sigmoid", [source], source.Shape, 1);
                break;
            case 3:
            case 4:
                Value other = PickLike(source);
                Emit("Add", [source, other], source.Shape, source.Bound + other.Bound);
                break;
            case 5:
                Value factor = PickLike(source);
                Emit("Mul", [source, factor], source.Shape, source.Bound * factor.Bound);
                break;
            case 6:
                AddReshape(source);
                break;
            case 7:
                int[] order = [.. Enumerable.Range(0, source.Shape.Length)];
                _random.Shuffle(order);
                Emit("Transpose", [source], [.. order.Select(axis => source.Shape[axis])], source.Bound, ("perm", order.Select(axis => (long)axis).ToArray()));
                break;
            case 8:
            case 9:
                AddConvolution(source);
                break;
            case 10:
                AddConcat(source);
                break;
            case 11:
                Emit(_random.Next(2) == 0 ? "Identity" : "Dropout", [source], source.Shape, source.Bound);
                break;
            case 12:
                AddChannelwise(source);
                break;
            default:
                AddPooling(source);
                break;
        }
    }

    private void AddReshape(Value source)
    {
        int total = source.Shape.Aggregate(1, (product, dimension) => product * dimension);
        int[][] shapes =
        [
            [source.Shape[0], total / source.Shape[0]], [1, total, 1, 1], [source.Shape[0], 1, total / source.Shape[0], 1], [1, 1, 1, total],
            [source.Shape[0], source.Shape[1], total / source.Shape[0] / source.Shape[1], 1],
        ];
        int[] shape = shapes[_random.Next(shapes.Length)];
        string name = Fresh("shape");
        _editor.Add(name, Tensor.FromValues(shape.Select(dimension => (long)dimension).ToArray()));
        Emit("Reshape", [source, new Value(name, [], 0)], shape, source.Bound);
    }

    private void AddConvolution(Value source)
    {
        if (source.Shape.Length != 4)
        {
            Emit("Flatten", [source], [source.Shape[0], source.Shape[1]], source.Bound);
            return;
        }

        bool depthwise = _random.Next(3) == 0;
        int kernel = _random.Next(2) == 0 ? 1 : 3;
        int padding = kernel / 2;
        int stride = _random.Next(1, 3);
        int channels = depthwise ? source.Shape[1] : _random.Next(1, 20);
        int inputs = depthwise ? 1 : source.Shape[1];
        float bound = 1f / (inputs * kernel * kernel);
        Value weights = Constant([channels, inputs, kernel, kernel], bound);
        Value bias = Constant([channels], 0.5f);
        int[] shape = [source.Shape[0], channels, ((source.Shape[2] - 1) / stride) + 1, ((source.Shape[3] - 1) / stride) + 1];
        Emit(
            "Conv",
            _random.Next(2) == 0 ? [source, weights, bias] : [source, weights],
            shape,
            source.Bound + 0.5f,
            ("pads", new long[] { padding, padding, padding, padding }),
            ("strides", new long[] { stride, stride }),
            ("group", depthwise ? (long)channels : 1L));
    }

    private void AddConcat(Value source)
    {
        int axis = _random.Next(source.Shape.Length);
        Value[] parts = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => PickLike(source))];
        int[] shape = [.. source.Shape];
        shape[axis] *= parts.Length + 1;
        if (shape.Aggregate(1, (product, dimension) => product * dimension) < 20_000)
        {
            Emit("Concat", [source, .. parts], shape, parts.Append(source).Max(part => part.Bound), ("axis", (long)axis));
        }
    }

    private void AddChannelwise(Value source)
    {
        int[] shape = [.. source.Shape.Select((dimension, axis) => axis == 1 ? dimension : 1)];
        Value constant = Constant(shape, 1);
        Value[] operands = _random.Next(2) == 0 ? [source, constant] : [constant, source];
        if (_random.Next(2) == 0)
        {
            Emit("Add", operands, source.Shape, source.Bound + 1);
        }
        else
        {
            Emit("Mul", operands, source.Shape, source.Bound);
        }
    }

    private void AddPooling(Value source)
    {
        if (source.Shape.Length != 4)
        {
            Emit("Neg", [source], source.Shape, source.Bound);
        }
        else if (_random.Next(2) == 0)
        {
            Emit("GlobalAveragePool", [source], [source.Shape[0], source.Shape[1], 1, 1], source.Bound);
        }
        else
        {
            int[] shape = [source.Shape[0], source.Shape[1], ((source.Shape[2] - 1) / 2) + 1, ((source.Shape[3] - 1) / 2) + 1];
            Emit("MaxPool", [source], shape, source.Bound, ("kernel_shape", new[] { 3L, 3 }), ("strides", new[] { 2L, 2 }), ("pads", new[] { 1L, 1, 1, 1 }));
        }
    }

    private void Emit(string type, Value[] operands, int[] shape, float bound, params (string Name, object Value)[] attributes)
    {
        if (bound <= LargestBound)
        {
            string name = _editor.Add(type, Fresh(type), [.. operands.Select(operand => operand.Name)], attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value)));
            _values.Add(new Value(name, shape, bound));
        }
    }

    // Mostly what came last, so that chains grow long.
    private Value Pick() => _values[_random.Next(2) == 0 ? _values.Count - 1 : _random.Next(_values.Count)];

    private Value PickLike(Value value)
    {
        Value[] alike = [.. _values.Where(each => each.Shape.SequenceEqual(value.Shape))];
        return alike[_random.Next(alike.Length)];
    }

    private Value Constant(int[] shape, float bound)
    {
        string name = Fresh("constant");
        _editor.Add(name, Draw(new Shape(shape), bound));
        return new Value(name, shape, bound);
    }

    private Tensor<float> Draw(Shape shape, float bound)
    {
        Tensor<float> tensor = Tensor.Create<float>(shape);
        foreach (ref float element in tensor.Span)
        {
            element = ((2 * _random.NextSingle()) - 1) * bound;
        }

        return tensor;
    }

    private string Fresh(string name) => $"{name}_{_editor.Nodes.Count}_{_editor.Constants.Count}";

    private sealed record Value(string Name, int[] Shape, float Bound);
}
