using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Transpose: dimension i of the result is dimension <c>perm[i]</c> of the input; without <c>perm</c> they are reversed.
/// Operator sets 1 to 22; all element types.
/// </summary>
internal sealed class Transpose : Operator
{
    private readonly IReadOnlyList<long>? _permutation;

    public Transpose(OnnxNode node)
        : base(node, "perm")
    {
        _permutation = node.Attributes.Integers("perm");
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        TensorFact input = Facts.Required(inputs, 0, "data");
        if (_permutation is not null)
        {
            if (_permutation.Count != input.Shape.Rank)
            {
                throw new OnnxException($"perm {Facts.List(_permutation)} does not fit a tensor of shape {input.Shape}.");
            }

            Facts.Axes(_permutation, input.Shape.Rank);
        }

        int[] dimensions = new int[input.Shape.Rank];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            dimensions[axis] = input.Shape[Source(axis, dimensions.Length)];
        }

        return [new TensorFact(input.ElementType, new Shape(dimensions))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(this, context));

    public override bool HasGradient(int input) => input == 0;

    public override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> target = context.InputGradient(0);
        int rank = target.Shape.Rank;
        Span<int> dimensions = stackalloc int[rank];
        Span<int> gradientStrides = stackalloc int[rank];
        Span<int> strides = stackalloc int[2 * rank];
        Strides.Fill(target.Shape, target.Format, strides);
        Strides.Fill(gradient.Shape, gradient.Format, gradientStrides);
        for (int axis = 0; axis < rank; axis++)
        {
            strides[rank + Source(axis, rank)] = gradientStrides[axis];
        }

        Move(target.Shape.Dimensions, strides, gradient, target, context.Pool);
    }

    private int Source(int axis, int rank) => _permutation is null ? rank - 1 - axis : Facts.Axis(_permutation[axis], rank);

    // Strides of the target, then those of the source in the order of the dimensions of the target.
    private static void Move(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides, Tensor<float> source, Tensor<float> target, WorkerPool pool)
    {
        if (!TransposeMatrices(dimensions, strides, source, target, pool))
        {
            StridedCopy.Copy(dimensions, source.Span, 0, strides[dimensions.Length..], target.Span, 0, strides);
        }
    }

    // Most transpositions of pictures are a number of matrices, for which there is a kernel.
    private static bool TransposeMatrices(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides, Tensor<float> source, Tensor<float> target, WorkerPool pool)
    {
        Span<int> loops = stackalloc int[dimensions.Length];
        Span<int> steps = stackalloc int[strides.Length];
        dimensions.CopyTo(loops);
        strides.CopyTo(steps);
        int left = StridedLoop.Simplify(loops, steps);
        ReadOnlySpan<int> sourceSteps = steps[dimensions.Length..];
        if (left is not (2 or 3) || sourceSteps[left - 2] != 1 || sourceSteps[left - 1] != loops[left - 2]
            || (left == 3 && sourceSteps[0] != loops[1] * loops[2]))
        {
            return false;
        }

        LayoutConversion.Transpose(left == 3 ? loops[0] : 1, loops[left - 1], loops[left - 2], source.Span, target.Span, pool);
        return true;
    }

    private readonly record struct Run(Transpose Operator, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> input = Context.Input<T>(0);
            Tensor<T> output = Context.Output<T>(0);
            int rank = input.Shape.Rank;
            Span<int> inputStrides = stackalloc int[rank];
            Span<int> strides = stackalloc int[2 * rank];
            Strides.Fill(input.Shape, input.Format, inputStrides);
            Strides.Fill(output.Shape, output.Format, strides);
            for (int axis = 0; axis < rank; axis++)
            {
                strides[rank + axis] = inputStrides[Operator.Source(axis, rank)];
            }

            if (input is Tensor<float> source && output is Tensor<float> target)
            {
                Move(output.Shape.Dimensions, strides, source, target, Context.Pool);
                return;
            }

            StridedCopy.Copy(output.Shape.Dimensions, input.Span, 0, strides[rank..], output.Span, 0, strides);
        }
    }
}
