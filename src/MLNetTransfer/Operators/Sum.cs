using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Sum: the sum of all inputs, broadcast since operator set 8. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Sum : VariadicOperator<AddOperator, Sum.Number>
{
    public Sum(OnnxNode node)
        : base(node)
    {
    }

    protected override bool Selects => false;

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => left + right;
    }
}
