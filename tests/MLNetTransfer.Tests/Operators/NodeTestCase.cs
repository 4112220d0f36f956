using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Operators;

/// <summary>One folder of the node tests of ONNX: a model of one node, with inputs and the outputs that the specification's own implementation gives.</summary>
internal sealed class NodeTestCase
{
    public const string Folder = "/usr/share/libonnx-testdata/data/node";
    public const string Package = "libonnx-testdata";

    private readonly string _path;
    private readonly ModelProto _model;

    private NodeTestCase(string path, ModelProto model)
    {
        _path = path;
        _model = model;
    }

    /// <summary>All cases whose one node is of a supported operator, by name.</summary>
    public static IReadOnlyDictionary<string, NodeTestCase> Supported { get; } = Discover();

    public string Name => Path.GetFileName(_path);

    public string Operator => Node.HasDomain && Node.Domain.Length > 0 ? $"{Node.Domain}.{Node.OpType}" : Node.OpType;

    /// <summary>Relative error of the expected outputs: what the bits of FLOAT16 and BFLOAT16 hold, else that of a sum of Float32.</summary>
    public double RelativeTolerance => _model.Graph.Output.Max(output => output.Type.TensorType?.ElemType switch { 16 => 8e-3, 10 => 1e-3, _ => 1e-5 });

    private NodeProto Node => _model.Graph.Node[0];

    /// <summary>The node; versions below those that the engine reads have the same meaning for the operators concerned.</summary>
    public OnnxNode ReadNode()
    {
        if (_model.Graph.Input.Any(input => input.Type.TensorType is null))
        {
            throw new OnnxException($"{Name} has an input that is no tensor.");
        }

        string domain = Node.HasDomain ? Node.Domain : string.Empty;
        long version = _model.OpsetImport.First(import => (import.HasDomain ? import.Domain : string.Empty) == domain).Version;
        return new OnnxNode(
            Name,
            Node.OpType,
            domain,
            domain.Length == 0 ? Math.Max((int)version, OperatorRegistry.MinimumVersion) : (int)version,
            [.. Node.Input],
            [.. Node.Output],
            new OnnxAttributes(Node.Attribute.Select(attribute => KeyValuePair.Create(attribute.Name, NodeTestTensors.ReadAttribute(attribute))).Concat(Forgotten())));
    }

    /// <summary>Inputs and expected outputs of each data set, in the order of the node's names.</summary>
    public IEnumerable<(Tensor?[] Inputs, Tensor?[] Outputs)> ReadData()
    {
        foreach (string folder in Directory.GetDirectories(_path, "test_data_set_*").Order(StringComparer.Ordinal))
        {
            yield return (Read(folder, "input", Node.Input, _model.Graph.Input), Read(folder, "output", Node.Output, _model.Graph.Output));
        }
    }

    // The outputs of this case are computed with an epsilon of 0.01, which the script that makes it (onnx/backend/test/case/node/adam.py) does not hand to the node.
    private IEnumerable<KeyValuePair<string, object>> Forgotten() => Name == "test_adam_multiple" ? [KeyValuePair.Create<string, object>("epsilon", 1e-2f)] : [];

    private static Tensor?[] Read(string folder, string kind, IEnumerable<string> names, IEnumerable<ValueInfoProto> values)
    {
        Dictionary<string, Tensor> tensors = [];
        int index = 0;
        foreach (ValueInfoProto value in values)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, $"{kind}_{index++}.pb"));
            tensors[value.Name] = NodeTestTensors.Read(TensorProto.Parser.ParseFrom(bytes), value.Type.TensorType.ElemType);
        }

        return [.. names.Select(name => tensors.GetValueOrDefault(name))];
    }

    private static Dictionary<string, NodeTestCase> Discover()
    {
        Dictionary<string, NodeTestCase> cases = new(StringComparer.Ordinal);
        if (Directory.Exists(Folder))
        {
            foreach (string path in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal))
            {
                NodeTestCase found = new(path, ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(path, "model.onnx"))));
                if (found._model.Graph.Node.Count == 1 && OperatorRegistry.Names.Contains(found.Operator))
                {
                    cases[found.Name] = found;
                }
            }
        }

        return cases;
    }
}
