using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Gelu: x (1 + erf(x / sqrt(2))) / 2, or with <c>approximate</c> = tanh the formula x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.
/// Operator sets 20 to 22; Float32.
/// </summary>
internal sealed class Gelu : UnaryOperator
{
    private readonly bool _isApproximate;

    public Gelu(OnnxNode node)
        : base(node, "approximate")
    {
        _isApproximate = node.Attributes.Text("approximate", "none") switch
        {
            "none" => false,
            "tanh" => true,
            string other => throw new OnnxException($"Attribute 'approximate' is '{other}', expected 'none' or 'tanh'."),
        };
    }

    protected override GradientSource Source => GradientSource.Input;

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        if (_isApproximate)
        {
            ElementwiseKernel.Unary(new GeluTanhOperator(), input, output, pool);
        }
        else
        {
            ElementwiseKernel.Unary(new GeluOperator(), input, output, pool);
        }
    }

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(new Gradient(_isApproximate), outputGradient, value, inputGradient, pool);

    private readonly record struct Gradient(bool IsApproximate) : IBinaryOperator
    {
        public double Invoke(double left, double right) => left * (IsApproximate ? ApproximateDerivative(right) : Derivative(right));

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left * (IsApproximate ? ApproximateDerivative(right) : Derivative(right));

        // The distribution function of the normal distribution plus x times its density.
        private static double Derivative(double x) =>
            (0.5 * (1 + new ErfOperator().Invoke(x / Math.Sqrt(2)))) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));

        private static double ApproximateDerivative(double x)
        {
            double factor = Math.Sqrt(2 / Math.PI);
            double tangent = Math.Tanh(factor * (x + (0.044715 * x * x * x)));
            return (0.5 * (1 + tangent)) + (0.5 * x * (1 - (tangent * tangent)) * factor * (1 + (3 * 0.044715 * x * x)));
        }

        private static Vector<float> Derivative(Vector<float> x)
        {
            Vector<float> distribution = new Vector<float>(0.5f) * (Vector<float>.One + new ErfOperator().Invoke(x * new Vector<float>(0.70710678f)));
            return distribution + (x * new Vector<float>(0.39894228f) * new ExponentialOperator().Invoke(new Vector<float>(-0.5f) * x * x));
        }

        private static Vector<float> ApproximateDerivative(Vector<float> x)
        {
            Vector<float> factor = new(0.79788456f);
            Vector<float> square = new Vector<float>(0.044715f) * x * x;
            Vector<float> tangent = new TanhOperator().Invoke(factor * x * (Vector<float>.One + square));
            Vector<float> inner = factor * (Vector<float>.One + (new Vector<float>(3) * square));
            return new Vector<float>(0.5f) * (Vector<float>.One + tangent + (x * (Vector<float>.One - (tangent * tangent)) * inner));
        }
    }
}
