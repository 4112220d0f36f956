using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// MatMul as numpy defines it: products of the matrices in the two innermost dimensions, the outer ones broadcast; a vector is a row on the left and a
/// column on the right.
/// Operator sets 1 to 22; Float32.
/// </summary>
internal sealed class MatMul : Operator
{
    private PackedRight? _packed;

    public MatMul(OnnxNode node)
        : base(node)
    {
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        Shape left = Facts.Float(inputs, 0, "A").Shape;
        Shape right = Facts.Float(inputs, 1, "B").Shape;
        if (left.Rank == 0 || right.Rank == 0)
        {
            throw new OnnxException($"Inputs A and B have shapes {left} and {right}, expected at least one dimension each.");
        }

        MatrixMultiplyGeometry geometry = Geometry(left, right);
        List<int> dimensions = [.. Facts.Broadcast(Outer(left), Outer(right)).Dimensions];
        if (left.Rank > 1)
        {
            dimensions.Add(geometry.Rows);
        }

        if (right.Rank > 1)
        {
            dimensions.Add(geometry.Columns);
        }

        return [new TensorFact(ElementType.Float32, Facts.ShapeOf([.. dimensions.Select(dimension => (long)dimension)]))];
    }

    public override int WorkspaceLength(IReadOnlyList<TensorFact?> inputs)
    {
        MatrixMultiplyGeometry geometry = Joined(inputs[0]!.Shape, inputs[1]!.Shape);
        return Math.Max(MatrixMultiplyKernel.WorkspaceLength(geometry), MatrixMultiplyKernel.UnpackedWorkspaceLength(geometry));
    }

    public override void Forward(OperatorContext context)
    {
        Tensor<float> left = context.Input<float>(0);
        Tensor<float> right = context.Input<float>(1);
        Span<float> output = context.Output<float>(0).Span;
        MatrixMultiplyGeometry geometry = Joined(left.Shape, right.Shape);
        if (right.Shape.Rank <= 2)
        {
            if (context.IsConstant(1))
            {
                MatrixMultiplyKernel.Multiply(geometry, left.Span, PackedOnce(right, geometry), default, Activation.None, output, context.Workspace.Span, context.Pool);
            }
            else
            {
                MatrixMultiplyKernel.Multiply(geometry, left.Span, right.Span, default, Activation.None, output, context.Workspace.Span, context.Pool);
            }

            return;
        }

        Shape outer = Facts.Broadcast(Outer(left.Shape), Outer(right.Shape));
        if (outer.Count == 0)
        {
            return;
        }

        int rank = outer.Rank;
        Span<int> strides = stackalloc int[2 * rank];
        Strides.FillBroadcast(Outer(left.Shape), MemoryFormat.Contiguous, outer, strides);
        Strides.FillBroadcast(Outer(right.Shape), MemoryFormat.Contiguous, outer, strides[rank..]);
        Span<int> counters = stackalloc int[rank];
        counters.Clear();
        Span<int> matrices = [0, 0];
        int position = 0;
        do
        {
            MatrixMultiplyKernel.Multiply(
                geometry,
                left.Span.Slice(matrices[0] * geometry.LeftLength, geometry.LeftLength),
                right.Span.Slice(matrices[1] * geometry.RightLength, geometry.RightLength),
                default,
                Activation.None,
                output.Slice(position, geometry.OutputLength),
                context.Workspace.Span,
                context.Pool);
            position += geometry.OutputLength;
        }
        while (StridedLoop.Advance(outer.Dimensions, strides, rank, counters, matrices));
    }

    public override bool HasGradient(int input) => true;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) =>
        Operators.BackwardNeeds.OfInputs(wanted[0] && wanted[1] ? [0, 1] : wanted[0] ? [1] : [0]);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        MatrixMultiplyGeometry geometry = Joined(inputs[0]!.Shape, inputs[1]!.Shape);
        return Math.Max(
            wanted[0] ? MatrixMultiplyKernel.UnpackedWorkspaceLength(LeftGeometry(geometry)) : 0,
            wanted[1] ? MatrixMultiplyKernel.UnpackedWorkspaceLength(RightGeometry(geometry)) : 0);
    }

    public override void Backward(BackwardContext context)
    {
        Shape left = context.Forward.Input(0).Shape;
        Shape right = context.Forward.Input(1).Shape;
        MatrixMultiplyGeometry geometry = Joined(left, right);
        Span<bool> adds = [context.Prior(0) is not null, context.Prior(1) is not null];
        Shape outer = right.Rank <= 2 ? default : Facts.Broadcast(Outer(left), Outer(right));
        for (int input = 0; input < 2; input++)
        {
            Shape matrices = Outer(input == 0 ? left : right);
            adds[input] |= right.Rank > 2 && matrices.Count != outer.Count;
            if (adds[input] && context.IsWanted(input))
            {
                BroadcastGradient.Begin(context, input);
            }
        }

        if (outer.Count == 0)
        {
            return;
        }

        int rank = outer.Rank;
        Span<int> strides = stackalloc int[2 * rank];
        if (rank > 0)
        {
            Strides.FillBroadcast(Outer(left), MemoryFormat.Contiguous, outer, strides);
            Strides.FillBroadcast(Outer(right), MemoryFormat.Contiguous, outer, strides[rank..]);
        }

        Span<int> counters = stackalloc int[rank];
        counters.Clear();
        Span<int> matrix = [0, 0];
        int position = 0;
        do
        {
            ReadOnlySpan<float> gradient = context.OutputGradient(0).Span.Slice(position, geometry.OutputLength);
            if (context.IsWanted(0))
            {
                ReadOnlySpan<float> values = context.Forward.Input<float>(1).Span.Slice(matrix[1] * geometry.RightLength, geometry.RightLength);
                Span<float> target = context.InputGradient(0).Span.Slice(matrix[0] * geometry.LeftLength, geometry.LeftLength);
                MatrixMultiplyGeometry product = LeftGeometry(geometry) with { Beta = adds[0] ? 1 : 0 };
                MatrixMultiplyKernel.Multiply(product, gradient, values, default, Activation.None, target, context.Workspace.Span, context.Pool);
            }

            if (context.IsWanted(1))
            {
                ReadOnlySpan<float> values = context.Forward.Input<float>(0).Span.Slice(matrix[0] * geometry.LeftLength, geometry.LeftLength);
                Span<float> target = context.InputGradient(1).Span.Slice(matrix[1] * geometry.RightLength, geometry.RightLength);
                MatrixMultiplyGeometry product = RightGeometry(geometry) with { Beta = adds[1] ? 1 : 0 };
                MatrixMultiplyKernel.Multiply(product, values, gradient, default, Activation.None, target, context.Workspace.Span, context.Pool);
            }

            position += geometry.OutputLength;
        }
        while (StridedLoop.Advance(outer.Dimensions, strides, rank, counters, matrix));
    }

    private static MatrixMultiplyGeometry LeftGeometry(in MatrixMultiplyGeometry geometry) =>
        new(geometry.Rows, geometry.Inner, geometry.Columns, TransposeLeft: false, TransposeRight: true);

    private static MatrixMultiplyGeometry RightGeometry(in MatrixMultiplyGeometry geometry) =>
        new(geometry.Inner, geometry.Columns, geometry.Rows, TransposeLeft: true, TransposeRight: false);

    private static Shape Outer(Shape shape) => new(shape.Dimensions[..Math.Max(shape.Rank - 2, 0)]);

    private static MatrixMultiplyGeometry Geometry(Shape left, Shape right)
    {
        int inner = left.Dimensions[^1];
        int rightInner = right.Rank == 1 ? right[0] : right.Dimensions[^2];
        return inner == rightInner
            ? new MatrixMultiplyGeometry(left.Rank == 1 ? 1 : left.Dimensions[^2], right.Rank == 1 ? 1 : right.Dimensions[^1], inner)
            : throw new OnnxException($"A {left} and B {right} have different inner dimensions, {inner} and {rightInner}.");
    }

    // One matrix on the right makes one product of all rows on the left.
    private static MatrixMultiplyGeometry Joined(Shape left, Shape right)
    {
        MatrixMultiplyGeometry geometry = Geometry(left, right);
        return right.Rank <= 2 ? geometry with { Rows = geometry.Rows * Outer(left).Count } : geometry;
    }

    // Threads that come here at once pack the same matrix twice, and one of the equal results stays.
    private PackedMatrix PackedOnce(Tensor<float> right, in MatrixMultiplyGeometry geometry)
    {
        PackedRight? packed = Volatile.Read(ref _packed);
        if (packed is null || !packed.Source.Equals(right.Memory))
        {
            packed = new PackedRight(right.Memory, PackedMatrix.Pack(right.Span, geometry.Inner, geometry.Columns, transposed: false));
            Volatile.Write(ref _packed, packed);
        }

        return packed.Matrix;
    }

    private sealed record PackedRight(Memory<float> Source, PackedMatrix Matrix);
}
