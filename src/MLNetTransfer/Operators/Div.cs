using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Div: A / B, of integers cut towards zero, broadcast. Operator sets 6 to 22; all numeric types.</summary>
internal sealed class Div : BinaryOperator<DivideOperator, Div.Number, Div.LeftGradient, Div.RightGradient>
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

    internal readonly struct LeftGradient : IGradientFunction
    {
        public static bool ReadsFirst => false;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient / second;
    }

    internal readonly struct RightGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => -gradient * first / second / second;
    }
}
