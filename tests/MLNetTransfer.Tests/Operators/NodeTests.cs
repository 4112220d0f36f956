using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Every node test of ONNX for a supported operator passes or is refused for a reason that is named here.</summary>
public sealed class NodeTests
{
    /// <summary>Cases that are refused, with the reason; the test asserts that they are.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["test_averagepool_3d_default"] = "three spatial dimensions",
        ["test_batchnorm_epsilon_training_mode"] = "training mode",
        ["test_batchnorm_example_training_mode"] = "training mode",
        ["test_identity_opt"] = "optional values",
        ["test_identity_sequence"] = "sequences",
        ["test_maxpool_2d_uint8"] = "integers in pictures",
        ["test_maxpool_3d_default"] = "three spatial dimensions",
        ["test_maxpool_with_argmax_2d_precomputed_pads"] = "the output Indices",
        ["test_maxpool_with_argmax_2d_precomputed_strides"] = "the output Indices",
        ["test_training_dropout"] = "training mode draws random numbers",
        ["test_training_dropout_default"] = "training mode draws random numbers",
        ["test_training_dropout_default_mask"] = "training mode draws random numbers",
        ["test_training_dropout_mask"] = "training mode draws random numbers",
    };

    public static TheoryData<string> Cases => [.. NodeTestCase.Supported.Keys];

    [NodeTestTheory]
    [MemberData(nameof(Cases))]
    public void Forward_NodeTestOfOnnx_GivesItsOutputs(string name)
    {
        NodeTestCase tested = NodeTestCase.Supported[name];
        if (Refused.ContainsKey(name))
        {
            Assert.ThrowsAny<OnnxException>(() => Run(tested));
            return;
        }

        Run(tested);
    }

    [NodeTestTheory]
    [InlineData(0)]
    public void Refused_EveryName_IsACase(int unknown) => Assert.Equal(unknown, Refused.Keys.Count(name => !NodeTestCase.Supported.ContainsKey(name)));

    private static void Run(NodeTestCase tested)
    {
        Operator made = OperatorRegistry.Create(tested.ReadNode());
        foreach ((Tensor?[] inputs, Tensor?[] expected) in tested.ReadData())
        {
            AssertOutputs(tested, expected, OperatorHarness.Run(made, MemoryFormat.Contiguous, inputs));
            if (made.SupportsChannelsLast(OperatorHarness.FactsOf(inputs)))
            {
                AssertOutputs(tested, expected, OperatorHarness.Run(made, MemoryFormat.ChannelsLast, inputs));
            }
        }
    }

    private static void AssertOutputs(NodeTestCase tested, Tensor?[] expected, Tensor?[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            if (expected[index] is { } wanted)
            {
                OperatorHarness.AssertClose(wanted, found[index], tested.RelativeTolerance);
            }
        }
    }
}
