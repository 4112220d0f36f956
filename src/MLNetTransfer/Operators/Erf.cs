using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Erf: the error function. Operator sets 9 to 22; Float32.</summary>
internal sealed class Erf : UnaryOperator
{
    public Erf(OnnxNode node)
        : base(node)
    {
    }

    protected override GradientSource Source => GradientSource.Input;

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new ErfOperator(), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(default(Gradient), outputGradient, value, inputGradient, pool);

    private readonly struct Gradient : IBinaryOperator
    {
        public double Invoke(double left, double right) => left * 2 / Math.Sqrt(Math.PI) * Math.Exp(-right * right);

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) =>
            left * new Vector<float>(1.12837917f) * new ExponentialOperator().Invoke(-right * right);
    }
}
