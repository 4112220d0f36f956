using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Add: A + B, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Add : BinaryOperator<AddOperator, Add.Number, SameGradient, SameGradient>
{
    public Add(OnnxNode node)
        : base(node)
    {
    }

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => left + right;
    }
}
