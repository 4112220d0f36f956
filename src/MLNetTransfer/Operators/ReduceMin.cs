using System.Numerics;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>ReduceMin: the smallest number along <c>axes</c>. Operator sets 1 to 22 (<c>axes</c> is an input since 18); all numeric types.</summary>
internal sealed class ReduceMin : ReductionOperator<ReduceMin.Reduction>
{
    public ReduceMin(OnnxNode node)
        : base(node, inputVersion: 18)
    {
    }

    protected override float? Share(int count) => null;

    internal readonly struct Reduction : IReduction
    {
        public static bool AllowsEmpty => false;

        public static T Combine<T>(T sum, T value)
            where T : struct, INumber<T> => T.Min(sum, value);

        public static T Finish<T>(T sum, int count)
            where T : struct, INumber<T> => sum;
    }
}
