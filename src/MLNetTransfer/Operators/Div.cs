using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Div: A / B, of integers cut towards zero, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Div : BinaryOperator<DivideOperator, Div.Number>
{
    public Div(OnnxNode node)
        : base(node)
    {
    }

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => T.IsZero(right) ? throw new OnnxException("An integer is divided by zero.") : left / right;
    }
}
