using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Mul: A B, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Mul : BinaryOperator<MultiplyOperator, Mul.Number>
{
    public Mul(OnnxNode node)
        : base(node)
    {
    }

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => left * right;
    }
}
