using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// LabelEncoder of ai.onnx.ml: each element that is one of the keys becomes the value beside it, any other the default (-1, "_Unused" or -0.0).
/// Operator sets 1 to 4 of ai.onnx.ml: classes_strings in either direction in 1; keys_* and values_* of Int64, Float32 and String since 2; tensors of any
/// element type in 4.
/// </summary>
internal sealed class LabelEncoder : Operator
{
    private readonly IReadOnlyList<LabelMap> _maps;

    public LabelEncoder(OnnxNode node)
        : base(node, AttributesOf(node.OperatorSetVersion))
    {
        OnnxAttributes attributes = node.Attributes;
        if (attributes.Texts("classes_strings") is { } classes)
        {
            Tensor<string> texts = Tensor.FromValues([.. classes]);
            Tensor<long> numbers = Tensor.FromValues([.. Enumerable.Range(0, classes.Count).Select(index => (long)index)]);
            _maps = [LabelMap.Of(texts, numbers, DefaultOf(attributes, numbers)), LabelMap.Of(numbers, texts, DefaultOf(attributes, texts))];
            return;
        }

        Tensor keys = Read(attributes, "keys_");
        Tensor values = Read(attributes, "values_");
        if (keys.Shape.Count != values.Shape.Count)
        {
            throw new OnnxException($"Found {keys.Shape.Count} keys and {values.Shape.Count} values, expected as many of both.");
        }

        _maps = [LabelMap.Of(keys, values, DefaultOf(attributes, values))];
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        TensorFact input = Facts.Required(inputs, 0, "X");
        LabelMap map = _maps.FirstOrDefault(map => map.KeyType == input.ElementType)
            ?? throw new OnnxException($"Input X holds {input.ElementType}, expected {string.Join(" or ", _maps.Select(map => map.KeyType))}.");
        return [new TensorFact(map.ValueType, input.Shape)];
    }

    public override void Forward(OperatorContext context)
    {
        Tensor input = context.Input(0);
        foreach (LabelMap map in _maps)
        {
            if (map.KeyType == input.ElementType)
            {
                map.Apply(input, context.Output(0));
            }
        }
    }

    private static string[] AttributesOf(int version)
    {
        string[] defaults = ["default_float", "default_int64", "default_string"];
        string[] lists = ["keys_floats", "keys_int64s", "keys_strings", "values_floats", "values_int64s", "values_strings"];
        return version switch
        {
            < 2 => ["classes_strings", "default_int64", "default_string"],
            < 4 => [.. defaults, .. lists],
            _ => [.. defaults, .. lists, "default_tensor", "keys_tensor", "values_tensor"],
        };
    }

    private static Tensor Read(OnnxAttributes attributes, string prefix) =>
        attributes.Integers($"{prefix}int64s") is { } numbers ? Tensor.FromValues([.. numbers])
        : attributes.Texts($"{prefix}strings") is { } texts ? Tensor.FromValues([.. texts])
        : attributes.Numbers($"{prefix}floats") is { } reals ? Tensor.FromValues([.. reals])
        : attributes.Tensor($"{prefix}tensor") is { } tensor ? EngineType.Convert(tensor)
        : throw new OnnxException($"None of the attributes {prefix}int64s, {prefix}strings and {prefix}floats is there.");

    private static Tensor DefaultOf(OnnxAttributes attributes, Tensor values)
    {
        if (attributes.Tensor("default_tensor") is { } given)
        {
            Tensor converted = EngineType.Convert(given);
            return converted.ElementType == values.ElementType && converted.Shape.Count == 1
                ? converted
                : throw new OnnxException($"Attribute 'default_tensor' is {given.ElementType} {given.Shape}, expected one element of type {values.ElementType}.");
        }

        return values switch
        {
            Tensor<long> => Tensor.FromValues(attributes.Integer("default_int64", -1)),
            Tensor<string> => Tensor.FromValues(attributes.Text("default_string", "_Unused")),
            Tensor<float> => Tensor.FromValues(attributes.Number("default_float", -0f)),
            Tensor<int> => Tensor.FromValues(-1),
            Tensor<short> => Tensor.FromValues((short)-1),
            _ => throw new OnnxException($"Values of type {values.ElementType} need the attribute 'default_tensor'."),
        };
    }
}
