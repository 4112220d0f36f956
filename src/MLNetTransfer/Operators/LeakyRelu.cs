using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>LeakyRelu: x where x is at least 0, else <c>alpha</c> x. Operator sets 6 to 22; Float32.</summary>
internal sealed class LeakyRelu : UnaryOperator
{
    public LeakyRelu(OnnxNode node)
        : base(node, "alpha")
    {
        Alpha = node.Attributes.Number("alpha", 0.01f);
    }

    public float Alpha { get; }

    protected override GradientSource Source => Alpha > 0 ? GradientSource.Output : GradientSource.Input;

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new LeakyReluOperator(Alpha), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(new Gradient(Alpha), outputGradient, value, inputGradient, pool);

    private readonly record struct Gradient(float Alpha) : IBinaryOperator
    {
        public double Invoke(double left, double right) => right >= 0 ? left : left * Alpha;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(right, Vector<float>.Zero), left, left * Alpha);
    }
}
