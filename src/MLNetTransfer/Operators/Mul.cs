using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Mul: A B, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Mul : BinaryOperator<MultiplyOperator, Mul.Number, Mul.LeftGradient, Mul.RightGradient>
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

    internal readonly struct LeftGradient : IGradientFunction
    {
        public static bool ReadsFirst => false;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient * second;
    }

    internal readonly struct RightGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => false;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient * first;
    }
}
