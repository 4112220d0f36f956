using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Max: the largest of all inputs, broadcast since operator set 8. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Max : VariadicOperator<MaximumOperator, Max.Number>
{
    public Max(OnnxNode node)
        : base(node)
    {
    }

    protected override bool Selects => true;

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => T.Max(left, right);
    }
}
