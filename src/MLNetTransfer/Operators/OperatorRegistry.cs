using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>The operators that are supported, by domain and name.</summary>
public static class OperatorRegistry
{
    /// <summary>Lowest version of the default operator set that is read.</summary>
    public const int MinimumVersion = 6;

    /// <summary>Highest version of the default operator set that is read.</summary>
    public const int MaximumVersion = 22;

    // Alphabetical within a domain; one line an operator.
    private static readonly Dictionary<string, Func<OnnxNode, Operator>> Factories = new(StringComparer.Ordinal)
    {
        ["Abs"] = node => new Abs(node),
        ["Add"] = node => new Add(node),
        ["ArgMax"] = node => new ArgMax(node),
        ["AveragePool"] = node => new AveragePool(node),
        ["BatchNormalization"] = node => new BatchNormalization(node),
        ["Cast"] = node => new Cast(node),
        ["Clip"] = node => new Clip(node),
        ["Concat"] = node => new Concat(node),
        ["Constant"] = node => new Constant(node),
        ["ConstantOfShape"] = node => new ConstantOfShape(node),
        ["Conv"] = node => new Conv(node),
        ["DequantizeLinear"] = node => new DequantizeLinear(node),
        ["Div"] = node => new Div(node),
        ["Dropout"] = node => new Dropout(node),
        ["Equal"] = node => new Equal(node),
        ["Erf"] = node => new Erf(node),
        ["Exp"] = node => new Exp(node),
        ["Expand"] = node => new Expand(node),
        ["Flatten"] = node => new Flatten(node),
        ["Gather"] = node => new Gather(node),
        ["Gelu"] = node => new Gelu(node),
        ["Gemm"] = node => new Gemm(node),
        ["GlobalAveragePool"] = node => new GlobalAveragePool(node),
        ["GlobalMaxPool"] = node => new GlobalMaxPool(node),
        ["HardSigmoid"] = node => new HardSigmoid(node),
        ["HardSwish"] = node => new HardSwish(node),
        ["Identity"] = node => new Identity(node),
        ["LRN"] = node => new LocalResponseNormalization(node),
        ["LayerNormalization"] = node => new LayerNormalization(node),
        ["LeakyRelu"] = node => new LeakyRelu(node),
        ["Log"] = node => new Log(node),
        ["LogSoftmax"] = node => new LogSoftmax(node),
        ["MatMul"] = node => new MatMul(node),
        ["Max"] = node => new Max(node),
        ["MaxPool"] = node => new MaxPool(node),
        ["Min"] = node => new Min(node),
        ["Mul"] = node => new Mul(node),
        ["Neg"] = node => new Neg(node),
        ["NegativeLogLikelihoodLoss"] = node => new NegativeLogLikelihoodLoss(node),
        ["PRelu"] = node => new PRelu(node),
        ["Pad"] = node => new Pad(node),
        ["Pow"] = node => new Pow(node),
        ["QuantizeLinear"] = node => new QuantizeLinear(node),
        ["Reciprocal"] = node => new Reciprocal(node),
        ["ReduceMax"] = node => new ReduceMax(node),
        ["ReduceMean"] = node => new ReduceMean(node),
        ["ReduceMin"] = node => new ReduceMin(node),
        ["ReduceSum"] = node => new ReduceSum(node),
        ["Relu"] = node => new Relu(node),
        ["Reshape"] = node => new Reshape(node),
        ["Resize"] = node => new Resize(node),
        ["Shape"] = node => new ShapeOf(node),
        ["Sigmoid"] = node => new Sigmoid(node),
        ["Slice"] = node => new Slice(node),
        ["Softmax"] = node => new Softmax(node),
        ["SoftmaxCrossEntropyLoss"] = node => new SoftmaxCrossEntropyLoss(node),
        ["Split"] = node => new Split(node),
        ["Sqrt"] = node => new Sqrt(node),
        ["Squeeze"] = node => new Squeeze(node),
        ["Sub"] = node => new Sub(node),
        ["Sum"] = node => new Sum(node),
        ["Tanh"] = node => new Tanh(node),
        ["Transpose"] = node => new Transpose(node),
        ["Unsqueeze"] = node => new Unsqueeze(node),
        ["Upsample"] = node => new Upsample(node),
        ["Where"] = node => new Where(node),
        ["ai.onnx.ml.LabelEncoder"] = node => new LabelEncoder(node),
        ["ai.onnx.preview.training.Adam"] = node => new Adam(node),
        ["ai.onnx.preview.training.Momentum"] = node => new Momentum(node),
    };

    /// <summary>Names of all supported operators, sorted; those outside the default domain with their domain before a dot.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is an operator for this node.</summary>
    public static bool Supports(OnnxNode node) => Factories.ContainsKey(KeyOf(node));

    /// <summary>Makes the operator of a node.</summary>
    /// <exception cref="OnnxException">There is none, or it does not take the node's operator set version or attributes; the message names the
    /// node.</exception>
    public static Operator Create(OnnxNode node)
    {
        if (!Factories.TryGetValue(KeyOf(node), out Func<OnnxNode, Operator>? factory))
        {
            throw new OnnxException($"Operator {node} is not supported.");
        }

        if (node.Domain is "" or "ai.onnx" && node.OperatorSetVersion is < MinimumVersion or > MaximumVersion)
        {
            throw new OnnxException(
                $"Operator {node} is of operator set {node.OperatorSetVersion}, supported are {MinimumVersion} to {MaximumVersion}; convert the file with onnx.version_converter.");
        }

        try
        {
            return factory(node);
        }
        catch (OnnxException exception)
        {
            throw new OnnxException($"{node}: {exception.Message}", exception);
        }
    }

    private static string KeyOf(OnnxNode node) => node.Domain is "" or "ai.onnx" ? node.OperatorType : $"{node.Domain}.{node.OperatorType}";
}
