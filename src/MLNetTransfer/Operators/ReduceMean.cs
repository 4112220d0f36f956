using System.Numerics;
using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>ReduceMean: the mean along <c>axes</c>. Operator sets 1 to 22 (<c>axes</c> is an input since 18); all numeric types.</summary>
internal sealed class ReduceMean : ReductionOperator<ReduceMean.Reduction>
{
    public ReduceMean(OnnxNode node)
        : base(node, inputVersion: 18)
    {
    }

    protected override bool ReducePictures(Tensor<float> input, OperatorContext context)
    {
        Shape shape = input.Shape;
        PoolingKernel.GlobalAverage(shape[0], shape[2] * shape[3], shape[1], input.Span, context.Output<float>(0).Span, context.Pool);
        return true;
    }

    protected override float? Share(int count) => 1f / count;

    internal readonly struct Reduction : IReduction
    {
        public static bool AllowsEmpty => false;

        public static T Combine<T>(T sum, T value)
            where T : struct, INumber<T> => sum + value;

        public static T Finish<T>(T sum, int count)
            where T : struct, INumber<T> => sum / T.CreateTruncating(count);
    }
}
