using System.Numerics;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>ReduceSum: the sum along <c>axes</c>. Operator sets 1 to 22 (<c>axes</c> is an input since 13); all numeric types.</summary>
internal sealed class ReduceSum : ReductionOperator<ReduceSum.Reduction>
{
    public ReduceSum(OnnxNode node)
        : base(node, inputVersion: 13)
    {
    }

    protected override float? Share(int count) => 1;

    internal readonly struct Reduction : IReduction
    {
        public static bool AllowsEmpty => true;

        public static T Combine<T>(T sum, T value)
            where T : struct, INumber<T> => sum + value;

        public static T Finish<T>(T sum, int count)
            where T : struct, INumber<T> => sum;
    }
}
