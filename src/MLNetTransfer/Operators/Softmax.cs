using System.Numerics;
using MLNetTransfer.Compute.Kernels.Softmax;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Softmax: exp(x) divided by the sum of all exp(x) along <c>axis</c>, before operator set 13 over all axes from it on. Operator sets 1 to 22; Float32.
/// </summary>
internal sealed class Softmax : SoftmaxOperator
{
    public Softmax(OnnxNode node)
        : base(node)
    {
    }

    protected override void Run(int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        SoftmaxKernel.Softmax(rows, columns, input, output, pool);

    protected override void RunBackward(int rows, int columns, Memory<float> output, Memory<float> outputGradient, Memory<float> inputGradient, WorkerPool pool)
    {
        SoftmaxGradientBody<Gradient> body = new(rows, columns, output, outputGradient, inputGradient);
        pool.Run(body.Parts, body);
    }

    // y (dy - sum of y dy).
    private readonly struct Gradient : ISoftmaxGradient
    {
        public static Vector<float> Term(Vector<float> output, Vector<float> gradient) => output * gradient;

        public static Vector<float> Result(Vector<float> output, Vector<float> gradient, Vector<float> sum) => output * (gradient - sum);
    }
}
