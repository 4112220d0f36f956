using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Sums over stretched dimensions where there is enough work for several threads and partial sums.</summary>
public sealed class BroadcastGradientTests
{
    private static readonly int[] Whole = [6, 9, 40, 41];

    public static TheoryData<int[]> Shapes => [[], [9, 1, 1], [1, 9, 1, 1], [6, 9, 1, 1], [6, 1, 40, 1], [41], [1, 9, 40, 41], [6, 9, 40, 41], [6, 1, 1, 1]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_LargePictures_EqualsPlainSums(int[] shape)
    {
        OnnxNode node = Node("Mul", 14, 2);
        GradientCase tested = new(node, OperatorHarness.Random(1, Whole), OperatorHarness.Random(2, shape));
        GradientHarness harness = new(tested);
        Tensor<float> expected = Expected(tested, harness.OutputGradients[0]!);
        using WorkerPool pool = new(3);
        foreach (MemoryFormat format in new[] { MemoryFormat.Contiguous, MemoryFormat.ChannelsLast })
        {
            Tensor<float> found = new GradientHarness(tested) { Format = format }.Run(1)[1]!;
            Tensor<float> parallel = new GradientHarness(tested) { Format = format, Pool = pool }.Run(1)[1]!;
            AssertClose(expected, found, relative: 1e-4, absolute: 1e-3);
            Assert.Equal(found.Span.ToArray(), parallel.Span.ToArray());
        }
    }

    private static Tensor<float> Expected(GradientCase tested, Tensor<float> gradient)
    {
        Tensor<float> other = (Tensor<float>)tested.Inputs[0]!;
        Shape shape = tested.Inputs[1]!.Shape;
        double[] sums = new double[shape.Count];
        for (int index = 0; index < gradient.Shape.Count; index++)
        {
            int rest = index;
            int place = 0;
            int stride = 1;
            for (int fromEnd = 1; fromEnd <= shape.Rank; fromEnd++)
            {
                int dimension = Whole[^fromEnd];
                place += rest % dimension % shape.Dimensions[^fromEnd] * stride;
                stride *= shape.Dimensions[^fromEnd];
                rest /= dimension;
            }

            sums[place] += (double)gradient.Span[index] * other.Span[index];
        }

        return Tensor.From(shape, Array.ConvertAll(sums, sum => (float)sum).AsMemory());
    }
}
