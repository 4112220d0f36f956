using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Backward of every operator against differences of its forward pass, and what a training graph relies on besides.</summary>
public sealed class GradientTests
{
    private static readonly Dictionary<string, GradientCase> All = GradientCases.All;

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_EveryInput_EqualsDifferences(string name)
    {
        GradientHarness harness = new(All[name]);
        int[] inputs = harness.Differentiable;
        Assert.NotEmpty(inputs);
        Tensor<float>?[] found = harness.Run(inputs);
        foreach (int input in inputs)
        {
            AssertClose(harness.Differences(input), found[input], relative: 1e-3, absolute: 3e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_OneInputWanted_EqualsAllWanted(string name)
    {
        GradientHarness harness = new(All[name]);
        Tensor<float>?[] expected = harness.Run(harness.Differentiable);
        foreach (int input in harness.Differentiable)
        {
            Tensor<float>?[] found = harness.Run(input);
            AssertSame(expected[input]!, found[input]!);
            Assert.Equal(1, found.Count(gradient => gradient is not null));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_ChannelsLast_EqualsContiguous(string name)
    {
        GradientHarness harness = new(All[name]);
        if (!harness.Operator.SupportsChannelsLast(harness.Facts))
        {
            return;
        }

        Tensor<float>?[] expected = harness.Run(harness.Differentiable);
        Tensor<float>?[] found = new GradientHarness(All[name]) { Format = MemoryFormat.ChannelsLast }.Run(harness.Differentiable);
        foreach (int input in harness.Differentiable)
        {
            AssertClose(expected[input]!, found[input]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_Prior_IsAdded(string name)
    {
        GradientHarness harness = new(All[name]);
        Tensor<float>?[] plain = harness.Run(harness.Differentiable);
        Tensor<float>?[] apart = new GradientHarness(All[name]) { Prior = (true, false) }.Run(harness.Differentiable);
        Tensor<float>?[] within = new GradientHarness(All[name]) { Prior = (true, true) }.Run(harness.Differentiable);
        foreach (int input in harness.Differentiable)
        {
            Tensor<float> expected = plain[input]!;
            if (harness.Operator.AddsPrior(input))
            {
                Tensor<float> prior = harness.PriorOf(input);
                for (int index = 0; index < expected.Shape.Count; index++)
                {
                    expected.Span[index] += prior.Span[index];
                }
            }

            AssertClose(expected, apart[input]);
            AssertClose(expected, within[input]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_OverTheOutputGradient_EqualsApart(string name)
    {
        GradientHarness harness = new(All[name]);
        if (!harness.Operator.CanRunInPlace)
        {
            return;
        }

        foreach (int input in harness.Differentiable.Where(input => harness.Facts[input]!.Shape == harness.Results[0].Shape))
        {
            AssertSame(harness.Run(input)[input]!, new GradientHarness(All[name]) { IsInPlace = true }.Run(input)[input]!);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PassesGradient_True_IsTheGradient(string name)
    {
        GradientHarness harness = new(All[name]);
        foreach (int input in harness.Differentiable.Where(input => harness.Operator.PassesGradient(input, harness.Facts)))
        {
            AssertSame(harness.OutputGradients[0]!, harness.Run(input)[input]!);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_ThreeThreads_GivesTheSameBits(string name)
    {
        GradientHarness harness = new(All[name]);
        using WorkerPool pool = new(3);
        Tensor<float>?[] expected = harness.Run(harness.Differentiable);
        Tensor<float>?[] found = new GradientHarness(All[name]) { Pool = pool }.Run(harness.Differentiable);
        foreach (int input in harness.Differentiable)
        {
            AssertSame(expected[input]!, found[input]!);
        }
    }

    [Fact]
    public void Cases_OperatorsWithGradient_AreAll()
    {
        IEnumerable<string> expected = typeof(Operator).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Operator).Namespace && type is { IsAbstract: false } && type.IsSubclassOf(typeof(Operator)))
            .Where(type => type.GetConstructors().Any(constructor => constructor.GetParameters() is [{ ParameterType: var only }] && only == typeof(OnnxNode)))
            .Where(type => type.GetMethod(nameof(Operator.HasGradient))!.DeclaringType != typeof(Operator))
            .Select(type => type.Name);
        IEnumerable<string> found = All.Values.Select(tested => OperatorRegistry.Create(tested.Node).GetType().Name).Distinct();
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Passes_EqualShapes_NothingRuns()
    {
        Assert.True(Passes("Add, same shape", 1));
        Assert.True(Passes("Sub, same shape", 0));
        Assert.False(Passes("Sub, same shape", 1));
        Assert.True(Passes("Add, channel", 0));
        Assert.False(Passes("Add, channel", 1));
        Assert.True(Passes("Sum, three inputs", 2));
        Assert.False(Passes("Sum, three inputs", 1));
        Assert.False(Passes("Max, two inputs", 0));
        Assert.True(Passes("Dropout", 0));
        Assert.True(Passes("Identity", 0));

        static bool Passes(string name, int input)
        {
            GradientHarness harness = new(All[name]);
            return harness.Operator.PassesGradient(input, harness.Facts);
        }
    }

    private static void AssertSame(Tensor<float> expected, Tensor<float> found)
    {
        Assert.Equal(expected.Shape, found.Shape);
        Assert.Equal(expected.Span.ToArray(), found.Span.ToArray());
    }
}
