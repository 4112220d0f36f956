using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Gemm: <c>alpha</c> A' B' + <c>beta</c> C, where A' and B' are the matrices or with <c>transA</c>, <c>transB</c> their transposes, and C is broadcast
/// to the product.
/// Operator sets 6 to 22 (C is optional since 11; <c>broadcast</c> of 6 is not needed); Float32.
/// </summary>
internal sealed class Gemm : Operator
{
    private readonly float _alpha;
    private readonly float _beta;
    private readonly bool _transposeLeft;
    private readonly bool _transposeRight;
    private PackedRight? _packed;

    public Gemm(OnnxNode node)
        : base(node, node.OperatorSetVersion < 7 ? ["alpha", "beta", "transA", "transB", "broadcast"] : ["alpha", "beta", "transA", "transB"])
    {
        _alpha = node.Attributes.Number("alpha", 1);
        _beta = node.Attributes.Number("beta", 1);
        _transposeLeft = node.Attributes.Integer("transA", 0) != 0;
        _transposeRight = node.Attributes.Integer("transB", 0) != 0;
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 3);
        MatrixMultiplyGeometry geometry = Geometry(Facts.Float(inputs, 0, "A").Shape, Facts.Float(inputs, 1, "B").Shape);
        Shape output = new(geometry.Rows, geometry.Columns);
        if (Facts.Optional(inputs, 2) is { } summand)
        {
            Facts.CheckType(summand, ElementType.Float32, "C");
            if (summand.Shape.Rank > 2 || Facts.Broadcast(output, summand.Shape) != output)
            {
                throw new OnnxException($"Input C has shape {summand.Shape}, which cannot be broadcast to the product {output}.");
            }
        }

        return [new TensorFact(ElementType.Float32, output)];
    }

    public override int WorkspaceLength(IReadOnlyList<TensorFact?> inputs)
    {
        MatrixMultiplyGeometry geometry = Geometry(inputs[0]!.Shape, inputs[1]!.Shape);
        return Math.Max(MatrixMultiplyKernel.WorkspaceLength(geometry), MatrixMultiplyKernel.UnpackedWorkspaceLength(geometry));
    }

    public override void Forward(OperatorContext context)
    {
        Tensor<float> right = context.Input<float>(1);
        Tensor<float> output = context.Output<float>(0);
        MatrixMultiplyGeometry geometry = Geometry(context.Input(0).Shape, right.Shape);
        ReadOnlySpan<float> bias = default;
        if (context.OptionalInput(2) is Tensor<float> summand && _beta != 0)
        {
            if (_beta == 1 && summand.Shape.Count == geometry.Columns && summand.Shape.Rank > 0 && summand.Shape.Dimensions[^1] == geometry.Columns)
            {
                bias = summand.Span;
            }
            else
            {
                Span<int> strides = stackalloc int[2];
                Strides.FillBroadcast(summand.Shape, MemoryFormat.Contiguous, output.Shape, strides);
                StridedCopy.Copy(output.Shape.Dimensions, summand.Span, 0, strides, output.Span, 0, [geometry.Columns, 1]);
                geometry = geometry with { Beta = _beta };
            }
        }

        ReadOnlySpan<float> left = context.Input<float>(0).Span;
        if (context.IsConstant(1))
        {
            MatrixMultiplyKernel.Multiply(geometry, left, PackedOnce(right, geometry), bias, Activation.None, output.Span, context.Workspace.Span, context.Pool);
        }
        else
        {
            MatrixMultiplyKernel.Multiply(geometry, left, right.Span, bias, Activation.None, output.Span, context.Workspace.Span, context.Pool);
        }
    }

    public override bool HasGradient(int input) => true;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) =>
        Operators.BackwardNeeds.OfInputs(wanted[0] && wanted[1] ? [0, 1] : wanted[0] ? [1] : wanted[1] ? [0] : []);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        MatrixMultiplyGeometry geometry = Geometry(inputs[0]!.Shape, inputs[1]!.Shape);
        int left = wanted[0] ? MatrixMultiplyKernel.UnpackedWorkspaceLength(LeftGeometry(geometry)) : 0;
        int right = wanted[1] ? MatrixMultiplyKernel.UnpackedWorkspaceLength(RightGeometry(geometry)) : 0;
        int summand = wanted.Count > 2 && wanted[2] ? BroadcastGradient.WorkspaceLength(new Shape(geometry.Rows, geometry.Columns), inputs[2]!.Shape) : 0;
        return Math.Max(Math.Max(left, right), summand);
    }

    public override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> left = context.Forward.Input<float>(0);
        Tensor<float> right = context.Forward.Input<float>(1);
        MatrixMultiplyGeometry geometry = Geometry(left.Shape, right.Shape);
        if (context.IsWanted(0))
        {
            MatrixMultiplyGeometry product = LeftGeometry(geometry);
            Multiply(product, _transposeLeft ? right : gradient, _transposeLeft ? gradient : right, context, 0);
        }

        if (context.IsWanted(1))
        {
            MatrixMultiplyGeometry product = RightGeometry(geometry);
            Multiply(product, _transposeRight ? gradient : left, _transposeRight ? left : gradient, context, 1);
        }

        if (context.OptionalInputGradient(2) is { } summand)
        {
            Operand<float> given = new(gradient);
            BroadcastGradient.Apply(new ScaledGradient(_beta), gradient.Shape, given, null, null, new(summand), context.Prior(2), context.Workspace, context.Pool);
        }
    }

    private static void Multiply(MatrixMultiplyGeometry product, Tensor<float> left, Tensor<float> right, BackwardContext context, int input)
    {
        if (context.Prior(input) is not null)
        {
            BroadcastGradient.Begin(context, input);
            product = product with { Beta = 1 };
        }

        Span<float> target = context.InputGradient(input).Span;
        MatrixMultiplyKernel.Multiply(product, left.Span, right.Span, default, Activation.None, target, context.Workspace.Span, context.Pool);
    }

    // The gradient of A' is that of the product times the transpose of B'; of A stored transposed it is the transpose of that: B' times the transpose of the gradient.
    private MatrixMultiplyGeometry LeftGeometry(in MatrixMultiplyGeometry geometry) => _transposeLeft
        ? new MatrixMultiplyGeometry(geometry.Inner, geometry.Rows, geometry.Columns, _transposeRight, TransposeRight: true, _alpha)
        : new MatrixMultiplyGeometry(geometry.Rows, geometry.Inner, geometry.Columns, TransposeLeft: false, !_transposeRight, _alpha);

    // The gradient of B' is the transpose of A' times that of the product; of B stored transposed it is the transpose of the gradient times A'.
    private MatrixMultiplyGeometry RightGeometry(in MatrixMultiplyGeometry geometry) => _transposeRight
        ? new MatrixMultiplyGeometry(geometry.Columns, geometry.Inner, geometry.Rows, TransposeLeft: true, _transposeLeft, _alpha)
        : new MatrixMultiplyGeometry(geometry.Inner, geometry.Columns, geometry.Rows, !_transposeLeft, TransposeRight: false, _alpha);

    private MatrixMultiplyGeometry Geometry(Shape left, Shape right)
    {
        if (left.Rank != 2 || right.Rank != 2)
        {
            throw new OnnxException($"Inputs A and B have shapes {left} and {right}, expected matrices.");
        }

        int inner = left[_transposeLeft ? 0 : 1];
        return inner == right[_transposeRight ? 1 : 0]
            ? new MatrixMultiplyGeometry(left[_transposeLeft ? 1 : 0], right[_transposeRight ? 0 : 1], inner, _transposeLeft, _transposeRight, _alpha)
            : throw new OnnxException($"A {left}{(_transposeLeft ? " transposed" : "")} and B {right}{(_transposeRight ? " transposed" : "")} have different inner dimensions.");
    }

    // Threads that come here at once pack the same matrix twice, and one of the equal results stays.
    private PackedMatrix PackedOnce(Tensor<float> right, in MatrixMultiplyGeometry geometry)
    {
        PackedRight? packed = Volatile.Read(ref _packed);
        if (packed is null || !packed.Source.Equals(right.Memory))
        {
            packed = new PackedRight(right.Memory, PackedMatrix.Pack(right.Span, geometry.Inner, geometry.Columns, _transposeRight));
            Volatile.Write(ref _packed, packed);
        }

        return packed.Matrix;
    }

    private sealed record PackedRight(Memory<float> Source, PackedMatrix Matrix);
}
