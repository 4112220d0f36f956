using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Operators;

/// <summary>The node tests of training mode, on the operator that stands in training graphs only: files with such nodes are refused (<see cref="NodeTests.Refused"/>).</summary>
public sealed class TrainedBatchNormalizationTests
{
    [NodeTestTheory]
    [InlineData("test_batchnorm_example_training_mode", MemoryFormat.Contiguous)]
    [InlineData("test_batchnorm_example_training_mode", MemoryFormat.ChannelsLast)]
    [InlineData("test_batchnorm_epsilon_training_mode", MemoryFormat.Contiguous)]
    [InlineData("test_batchnorm_epsilon_training_mode", MemoryFormat.ChannelsLast)]
    public void Forward_NodeTestOfTrainingMode_GivesItsOutputsAndMovesTheStatistics(string name, MemoryFormat format)
    {
        NodeTestCase tested = NodeTestCase.Supported[name];
        (Tensor?[] inputs, Tensor?[] expected) = Assert.Single(tested.ReadData());
        Tensor[] stored = [.. inputs.Select(input => OperatorHarness.InFormat(input!, format))];
        Tensor found = Forward(new TrainedBatchNormalization(tested.ReadNode(), Activation.None, hasUnbiasedVariance: false), format, stored);
        OperatorHarness.AssertClose(expected[0]!, found, tested.RelativeTolerance);
        OperatorHarness.AssertClose(expected[1]!, stored[3], tested.RelativeTolerance);
        OperatorHarness.AssertClose(expected[2]!, stored[4], tested.RelativeTolerance);
    }

    // ONNX has no unbiased form; the variance of the batch is then that of n numbers times n / (n - 1).
    [NodeTestTheory]
    [InlineData("test_batchnorm_example_training_mode")]
    [InlineData("test_batchnorm_epsilon_training_mode")]
    public void Forward_UnbiasedVariance_MovesFurtherByTheCount(string name)
    {
        NodeTestCase tested = NodeTestCase.Supported[name];
        (Tensor?[] inputs, Tensor?[] expected) = Assert.Single(tested.ReadData());
        float[] before = ((Tensor<float>)inputs[4]!).Span.ToArray();
        double count = inputs[0]!.Shape.Count / before.Length;
        Tensor found = Forward(new TrainedBatchNormalization(tested.ReadNode(), Activation.None, hasUnbiasedVariance: true), MemoryFormat.Contiguous, [.. inputs.Select(input => input!)]);
        OperatorHarness.AssertClose(expected[0]!, found, tested.RelativeTolerance);
        OperatorHarness.AssertClose(expected[1]!, inputs[3], tested.RelativeTolerance);
        float[] population = ((Tensor<float>)expected[2]!).Span.ToArray();
        float[] unbiased = [.. population.Zip(before, (moved, old) => (float)((0.9 * old) + ((moved - (0.9 * old)) * count / (count - 1))))];
        OperatorHarness.AssertClose(OperatorHarness.Floats([unbiased.Length], unbiased), inputs[4], tested.RelativeTolerance);
    }

    private static Tensor Forward(TrainedBatchNormalization tested, MemoryFormat format, Tensor[] inputs)
    {
        IReadOnlyList<TensorFact?> facts = OperatorHarness.FactsOf(inputs);
        Tensor output = OperatorHarness.Allocate(Assert.Single(tested.Infer(facts)), format);
        tested.Forward(new OperatorContext(inputs, [.. inputs.Select(_ => false)], [output], new float[tested.WorkspaceLength(facts)], WorkerPool.Sequential));
        return OperatorHarness.InFormat(output, MemoryFormat.Contiguous);
    }
}
