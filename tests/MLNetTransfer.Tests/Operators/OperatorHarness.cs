using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Runs one operator the way a graph would: facts, buffers of the inferred shape, workspace, forward.</summary>
internal static class OperatorHarness
{
    public static OnnxNode Node(string type, int version, int inputs, int outputs, params (string Name, object Value)[] attributes) => new(
        "tested",
        type,
        string.Empty,
        version,
        [.. Enumerable.Range(0, inputs).Select(index => $"in{index}")],
        [.. Enumerable.Range(0, outputs).Select(index => $"out{index}")],
        new OnnxAttributes(attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))));

    public static OnnxNode Node(string type, int version, int inputs, params (string Name, object Value)[] attributes) =>
        Node(type, version, inputs, 1, attributes);

    public static IReadOnlyList<TensorFact?> FactsOf(params Tensor?[] inputs) => [.. inputs.Select(input => input is null ? null : TensorFact.Of(input))];

    public static Tensor Single(OnnxNode node, params Tensor?[] inputs) => Run(OperatorRegistry.Create(node), MemoryFormat.Contiguous, inputs)[0]!;

    /// <summary>Runs with rank-4 tensors in the given format and gives contiguous outputs, null where the node leaves one out.</summary>
    public static Tensor?[] Run(Operator tested, MemoryFormat format, params Tensor?[] inputs)
    {
        IReadOnlyList<TensorFact?> facts = FactsOf(inputs);
        IReadOnlyList<TensorFact> results = tested.Infer(facts);
        Tensor?[] stored = [.. inputs.Select(input => input is null ? null : InFormat(input, format))];
        Tensor?[] outputs = [.. results.Select((fact, index) => tested.Node.Outputs[index].Length == 0 ? null : Allocate(fact, format))];
        float[] workspace = new float[tested.WorkspaceLength(facts)];
        Array.Fill(workspace, float.NaN);
        OperatorContext context = new(stored, [.. inputs.Select(_ => true)], outputs, workspace, WorkerPool.Sequential);
        tested.Forward(context);
        return [.. outputs.Select(output => output is null ? null : InFormat(output, MemoryFormat.Contiguous))];
    }

    /// <summary>A repeatable tensor of numbers between -1 and 1.</summary>
    public static Tensor<float> Random(int seed, params int[] dimensions)
    {
        Random random = new(seed);
        Tensor<float> tensor = Tensor.Create<float>(new Shape(dimensions));
        foreach (ref float value in tensor.Span)
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return tensor;
    }

    public static Tensor<float> Floats(int[] dimensions, params float[] values) => Tensor.From(new Shape(dimensions), values.AsMemory());

    public static Tensor<long> Longs(params long[] values) => Tensor.FromValues(values);

    /// <summary>Asserts that shapes are equal and numbers as close as |found - expected| at most absolute + relative |expected|.</summary>
    public static void AssertClose(Tensor expected, Tensor? found, double relative = 1e-5, double absolute = 1e-6)
    {
        Assert.NotNull(found);
        Assert.Equal(expected.Shape, found.Shape);
        Assert.Equal(expected.ElementType, found.ElementType);
        if (expected is not Tensor<float> numbers)
        {
            ElementDispatch.Any(expected.ElementType, new Equality(expected, found));
            return;
        }

        ReadOnlySpan<float> actual = ((Tensor<float>)found).Span;
        for (int index = 0; index < actual.Length; index++)
        {
            float wanted = numbers.Span[index];
            bool isClose = actual[index].Equals(wanted) || Math.Abs((double)actual[index] - wanted) <= absolute + (relative * Math.Abs(wanted));
            Assert.True(isClose, $"Element {index} of {expected.Shape}: found {actual[index]}, expected {wanted}.");
        }
    }

    public static Tensor Allocate(TensorFact fact, MemoryFormat format)
    {
        Allocation allocation = new(fact.Shape, fact.Shape.Rank == 4 && fact.ElementType == ElementType.Float32 ? format : MemoryFormat.Contiguous, new Tensor[1]);
        ElementDispatch.Any(fact.ElementType, allocation);
        return allocation.Result[0];
    }

    public static Tensor InFormat(Tensor tensor, MemoryFormat format)
    {
        if (tensor is not Tensor<float> { Shape.Rank: 4 } || tensor.Format == format)
        {
            return tensor;
        }

        Tensor<float> copy = Tensor.Create<float>(tensor.Shape, format);
        StridedCopy.Copy(tensor, copy);
        return copy;
    }

    private readonly record struct Allocation(Shape Shape, MemoryFormat Format, Tensor[] Result) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull => Result[0] = Tensor.Create<T>(Shape, Format);
    }

    private readonly record struct Equality(Tensor Expected, Tensor Found) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull => Assert.Equal(((Tensor<T>)Expected).Span.ToArray(), ((Tensor<T>)Found).Span.ToArray());
    }
}
