using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Sub: A - B, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Sub : BinaryOperator<SubtractOperator, Sub.Number, SameGradient, Sub.RightGradient>
{
    public Sub(OnnxNode node)
        : base(node)
    {
    }

    internal readonly struct Number : INumberFunction
    {
        public static T Invoke<T>(T left, T right)
            where T : struct, INumber<T> => left - right;
    }

    internal readonly struct RightGradient : IGradientFunction
    {
        public static bool ReadsFirst => false;

        public static bool ReadsSecond => false;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => -gradient;
    }
}
