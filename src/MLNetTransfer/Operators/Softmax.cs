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

    protected override void RunBackward(int rows, int columns, Memory<float> output, Memory<float> outputGradient, Memory<float> inputGradient, WorkerPool pool) =>
        pool.Run(rows, new Row(columns, output, outputGradient, inputGradient));

    // y (dy - sum of dy y).
    private readonly record struct Row(int Columns, Memory<float> Output, Memory<float> OutputGradient, Memory<float> InputGradient) : IParallelBody
    {
        public void Execute(int index)
        {
            ReadOnlySpan<float> output = Output.Span.Slice(index * Columns, Columns);
            ReadOnlySpan<float> outputGradient = OutputGradient.Span.Slice(index * Columns, Columns);
            Span<float> inputGradient = InputGradient.Span.Slice(index * Columns, Columns);
            double sum = 0;
            for (int column = 0; column < output.Length; column++)
            {
                sum += (double)outputGradient[column] * output[column];
            }

            for (int column = 0; column < output.Length; column++)
            {
                inputGradient[column] = (float)(output[column] * (outputGradient[column] - sum));
            }
        }
    }
}
