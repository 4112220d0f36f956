using System.Text;
using Google.Protobuf;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Onnx;

/// <summary>
/// Reads ONNX files as exporters write them: operator sets 6 to 22, initialisers listed as inputs too, weights as raw bytes, typed fields or beside
/// the file, nodes without names. The bytes are a stranger's: whatever is wrong with them is an <see cref="OnnxException"/>.
/// </summary>
public static class OnnxReader
{
    /// <summary>Oldest version of the default operator set that is read.</summary>
    public const int MinimumOperatorSet = 6;

    /// <summary>Newest version of the default operator set that is read.</summary>
    public const int MaximumOperatorSet = 22;

    private const int AttributeFloat = 1;
    private const int AttributeInteger = 2;
    private const int AttributeString = 3;
    private const int AttributeTensor = 4;
    private const int AttributeFloats = 6;
    private const int AttributeIntegers = 7;
    private const int AttributeStrings = 8;
    private const int AttributeTensors = 9;

    /// <summary>Reads a file; weights beside it are found in its folder.</summary>
    /// <exception cref="OnnxException">The content is no ONNX model that can be read; the message begins with the path.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModel Read(string path)
    {
        FileInfo file = new(path);
        if (file.Exists && file.Length > Array.MaxLength)
        {
            throw new OnnxException($"{path}: {file.Length} bytes; a file of protocol buffers has at most 2 GiB.");
        }

        try
        {
            return Read(File.ReadAllBytes(path), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (OnnxException exception)
        {
            throw new OnnxException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="folder">Where weights that lie beside the file are looked for, or null to refuse such models.</param>
    /// <exception cref="OnnxException">The content is no ONNX model that can be read.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> content, string? folder = null)
    {
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.ParseFrom(content.Span);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxException($"Not an ONNX file, or a damaged one ({exception.Message.TrimEnd('.')}).", exception);
        }

        if (proto.Graph is null || (proto.Graph.Node.Count == 0 && proto.Graph.Output.Count == 0))
        {
            throw new OnnxException("Not an ONNX file: it has no graph.");
        }

        Dictionary<string, int> operatorSets = ReadOperatorSets(proto);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in proto.MetadataProps)
        {
            metadata[entry.Key] = entry.Value;
        }

        return new OnnxModel(proto.IrVersion, operatorSets, proto.ProducerName, proto.ProducerVersion, metadata, ReadGraph(proto.Graph, operatorSets, folder));
    }

    private static Dictionary<string, int> ReadOperatorSets(ModelProto proto)
    {
        Dictionary<string, int> sets = new(StringComparer.Ordinal);
        foreach (OperatorSetIdProto set in proto.OpsetImport)
        {
            sets[set.Domain is "ai.onnx" ? "" : set.Domain] = (int)Math.Clamp(set.Version, 0, int.MaxValue);
        }

        // Files of the first version of the format have no list and mean operator set 1.
        int version = sets.GetValueOrDefault("", proto.OpsetImport.Count == 0 ? 1 : MinimumOperatorSet);
        if (version is < MinimumOperatorSet or > MaximumOperatorSet)
        {
            throw new OnnxException($"Written for operator set {version}; {MinimumOperatorSet} to {MaximumOperatorSet} are supported. Export the model again with a version among them.");
        }

        sets[""] = version;
        return sets;
    }

    private static OnnxGraph ReadGraph(GraphProto proto, Dictionary<string, int> operatorSets, string? folder)
    {
        Dictionary<string, Tensor> initializers = new(StringComparer.Ordinal);
        foreach (TensorProto tensor in proto.Initializer)
        {
            if (!initializers.TryAdd(tensor.Name, OnnxTensorReader.Read(tensor, $"Initialiser '{tensor.Name}'", folder)))
            {
                throw new OnnxException($"Two initialisers have the name '{tensor.Name}'.");
            }
        }

        HashSet<string> names = new(proto.Node.Select(node => node.Name), StringComparer.Ordinal);
        List<OnnxNode> nodes = new(proto.Node.Count);
        for (int index = 0; index < proto.Node.Count; index++)
        {
            nodes.Add(ReadNode(proto.Node[index], index, operatorSets, folder, names));
        }

        return new OnnxGraph(
            proto.Name,
            [.. proto.Input.Where(input => !initializers.ContainsKey(input.Name)).Select(ReadValueInfo)],
            [.. proto.Output.Select(ReadValueInfo)],
            nodes,
            initializers);
    }

    private static OnnxNode ReadNode(NodeProto proto, int index, Dictionary<string, int> operatorSets, string? folder, HashSet<string> names)
    {
        string name = proto.Name;
        if (name.Length == 0)
        {
            name = $"{proto.OpType}_{index}";
            while (!names.Add(name))
            {
                name += "_";
            }
        }

        string domain = proto.Domain is "ai.onnx" ? "" : proto.Domain;
        SortedDictionary<string, object> attributes = new(StringComparer.Ordinal);
        foreach (AttributeProto attribute in proto.Attribute)
        {
            attributes[attribute.Name] = ReadAttribute(attribute, proto.OpType, name, folder);
        }

        return new OnnxNode(name, proto.OpType, domain, operatorSets.GetValueOrDefault(domain, 1), [.. proto.Input], [.. proto.Output], new OnnxAttributes(attributes));
    }

    private static object ReadAttribute(AttributeProto attribute, string operatorType, string node, string? folder)
    {
        string what = $"{operatorType} '{node}': attribute '{attribute.Name}'";

        // The first exporters left the type out; the field that is set tells it.
        int type = attribute.Type != 0 ? attribute.Type : GuessType(attribute);
        return type switch
        {
            AttributeFloat => attribute.F,
            AttributeInteger => attribute.I,
            AttributeString => Encoding.UTF8.GetString(attribute.S.Span),
            AttributeTensor when attribute.T is not null => OnnxTensorReader.Read(attribute.T, what, folder),
            AttributeFloats => attribute.Floats.ToArray(),
            AttributeIntegers => attribute.Ints.ToArray(),
            AttributeStrings => attribute.Strings.Select(text => Encoding.UTF8.GetString(text.Span)).ToArray(),
            AttributeTensors => attribute.Tensors.Select(tensor => OnnxTensorReader.Read(tensor, what, folder)).ToArray(),
            5 or 10 => throw new OnnxException($"{what} is a graph; nested graphs (If, Loop, Scan) are not supported."),
            _ => throw new OnnxException($"{what} is of kind {type}, which is not supported."),
        };
    }

    private static int GuessType(AttributeProto attribute) =>
        attribute.HasF ? AttributeFloat
        : attribute.HasI ? AttributeInteger
        : attribute.HasS ? AttributeString
        : attribute.T is not null ? AttributeTensor
        : attribute.Floats.Count > 0 ? AttributeFloats
        : attribute.Strings.Count > 0 ? AttributeStrings
        : AttributeIntegers;

    private static OnnxValueInfo ReadValueInfo(ValueInfoProto proto)
    {
        TypeProto.Types.Tensor? tensor = proto.Type?.TensorType;
        if (tensor is null)
        {
            return proto.Type is null
                ? new OnnxValueInfo(proto.Name, ElementType.Float32, null)
                : throw new OnnxException($"Value '{proto.Name}' is no tensor; sequences, maps and optional values are not supported.");
        }

        return new OnnxValueInfo(
            proto.Name,
            OnnxElementTypes.FromNumber(tensor.ElemType, $"Value '{proto.Name}'"),
            tensor.Shape is null ? null : [.. tensor.Shape.Dim.Select(ReadDimension)]);
    }

    // Some exporters write -1 or 0 where they mean a free dimension.
    private static OnnxDimension ReadDimension(TensorShapeProto.Types.Dimension dimension) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dimension.DimValue is > 0 and <= int.MaxValue => new((int)dimension.DimValue, null),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dimension.DimParam.Length > 0 => new(null, dimension.DimParam),
        _ => new(null, null),
    };
}
