using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// LayerNormalization: (X - mean) / sqrt(variance + <c>epsilon</c>) Scale + B, with mean and variance over all axes from <c>axis</c> on; the outputs Mean
/// and InvStdDev are optional. Scale and B are broadcast to X.
/// Operator sets 17 to 22; Float32. <c>stash_type</c> is not looked at: sums are of 64 bits.
/// </summary>
internal sealed class LayerNormalization : Operator
{
    private readonly long _axis;
    private readonly float _epsilon;

    public LayerNormalization(OnnxNode node)
        : base(node, "axis", "epsilon", "stash_type")
    {
        _axis = node.Attributes.Integer("axis", -1);
        _epsilon = node.Attributes.Number("epsilon", 1e-5f);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 3);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        int axis = Facts.Axis(_axis, input.Rank);
        Shape normalized = new(input.Dimensions[axis..]);
        CheckParameter(Facts.Float(inputs, 1, "Scale").Shape, normalized, "Scale");
        if (Facts.Optional(inputs, 2) is { } shift)
        {
            Facts.CheckType(shift, ElementType.Float32, "B");
            CheckParameter(shift.Shape, normalized, "B");
        }

        TensorFact statistic = new(ElementType.Float32, new Shape([.. input.Dimensions[..axis], .. Enumerable.Repeat(1, input.Rank - axis)]));
        TensorFact[] all = [new TensorFact(ElementType.Float32, input), statistic, statistic];
        return all[..Math.Min(Node.Outputs.Count, 3)];
    }

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Shape shape = input.Shape;
        if (shape.Count == 0)
        {
            return;
        }

        int axis = Facts.Axis(_axis, shape.Rank);
        Shape normalized = new(shape.Dimensions[axis..]);
        Row row = new(
            normalized.Count,
            _epsilon,
            input.Memory,
            Expanded(context.Input<float>(1), normalized),
            context.OptionalInput(2) is Tensor<float> shift ? Expanded(shift, normalized) : default,
            context.Output<float>(0).Memory,
            context.OptionalOutput(1) is Tensor<float> mean ? mean.Memory : default,
            context.OptionalOutput(2) is Tensor<float> deviation ? deviation.Memory : default);
        context.Pool.Run(shape.Count / normalized.Count, row);
    }

    public override bool HasGradient(int input) => true;

    public override bool AddsPrior(int input) => input > 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(wanted[0] ? [0, 1] : [0]);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        Shape shape = inputs[0]!.Shape;
        Shape normalized = new(shape.Dimensions[Facts.Axis(_axis, shape.Rank)..]);
        if (shape.Count == 0)
        {
            return 0;
        }

        int length = 0;
        for (int index = 1; index < wanted.Count; index++)
        {
            length = Math.Max(length, wanted[index] ? BroadcastGradient.WorkspaceLength(normalized, inputs[index]!.Shape) : 0);
        }

        return checked((2 * normalized.Count * PartsOf(shape.Count / normalized.Count, normalized.Count)) + length);
    }

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        Shape shape = input.Shape;
        if (shape.Count == 0)
        {
            for (int index = 1; index <= 2; index++)
            {
                if (context.IsWanted(index))
                {
                    BroadcastGradient.Begin(context, index);
                }
            }

            return;
        }

        Shape normalized = new(shape.Dimensions[Facts.Axis(_axis, shape.Rank)..]);
        int length = normalized.Count;
        int rows = shape.Count / length;
        int parts = PartsOf(rows, length);
        LayerNormalizationGradient body = new()
        {
            Rows = rows,
            RowsOfPart = (rows + parts - 1) / parts,
            Length = length,
            Epsilon = _epsilon,
            Input = input.Memory,
            Scale = context.IsWanted(0) ? Expanded(context.Forward.Input<float>(1), normalized) : default,
            OutputGradient = context.OptionalOutputGradient(0)?.Memory ?? default,
            MeanGradient = context.OptionalOutputGradient(1)?.Memory ?? default,
            DeviationGradient = context.OptionalOutputGradient(2)?.Memory ?? default,
            InputGradient = context.OptionalInputGradient(0)?.Memory ?? default,
            Sums = context.IsWanted(1) || context.IsWanted(2) ? context.Workspace[..(2 * length * parts)] : default,
        };
        context.Pool.Run(parts, body);
        Span<float> sums = body.Sums.Span;
        for (int part = 1; part < parts && !sums.IsEmpty; part++)
        {
            ElementwiseKernel.Binary(default(AddOperator), sums[..(2 * length)], sums.Slice(2 * length * part, 2 * length), sums[..(2 * length)], context.Pool);
        }

        for (int index = 1; index <= 2; index++)
        {
            if (context.OptionalInputGradient(index) is { } target)
            {
                Operand<float> sum = new(Tensor.From(normalized, body.Sums.Slice((index - 1) * length, length)));
                Memory<float> workspace = context.Workspace[(2 * length * parts)..];
                BroadcastGradient.Apply(default(SameGradient), normalized, sum, null, null, new(target), context.Prior(index), workspace, context.Pool);
            }
        }
    }

    // Rows are divided the same way for any number of threads; a part has sums of its own.
    private static int PartsOf(int rows, int length)
    {
        int rowsOfPart = Math.Max(Math.Max(1, 16384 / length), (rows + 15) / 16);
        return (rows + rowsOfPart - 1) / rowsOfPart;
    }

    private static void CheckParameter(Shape found, Shape normalized, string name)
    {
        if (found.Rank > normalized.Rank || Facts.Broadcast(found, normalized) != normalized)
        {
            throw new OnnxException($"Input {name} has shape {found}, expected {normalized} or what can be broadcast to it.");
        }
    }

    private static Memory<float> Expanded(Tensor<float> parameter, Shape normalized)
    {
        if (parameter.Shape.Count == normalized.Count)
        {
            return parameter.Memory;
        }

        Tensor<float> expanded = Tensor.Create<float>(normalized);
        Span<int> strides = stackalloc int[normalized.Rank];
        Span<int> target = stackalloc int[normalized.Rank];
        Strides.FillBroadcast(parameter.Shape, parameter.Format, normalized, strides);
        Strides.Fill(normalized, MemoryFormat.Contiguous, target);
        StridedCopy.Copy(normalized.Dimensions, parameter.Span, 0, strides, expanded.Span, 0, target);
        return expanded.Memory;
    }

    private readonly record struct Row(
        int Length,
        float Epsilon,
        Memory<float> Input,
        Memory<float> Scale,
        Memory<float> Shift,
        Memory<float> Output,
        Memory<float> Mean,
        Memory<float> InverseDeviation) : IParallelBody
    {
        public void Execute(int index)
        {
            ReadOnlySpan<float> input = Input.Span.Slice(index * Length, Length);
            Span<float> output = Output.Span.Slice(index * Length, Length);
            ReadOnlySpan<float> scale = Scale.Span;
            ReadOnlySpan<float> shift = Shift.Span;
            double sum = 0;
            foreach (float value in input)
            {
                sum += value;
            }

            double mean = sum / Length;
            double squares = 0;
            foreach (float value in input)
            {
                squares += (value - mean) * (value - mean);
            }

            double inverse = 1 / Math.Sqrt((squares / Length) + Epsilon);
            for (int column = 0; column < Length; column++)
            {
                output[column] = (float)(((input[column] - mean) * inverse * scale[column]) + (shift.IsEmpty ? 0 : shift[column]));
            }

            if (!Mean.IsEmpty)
            {
                Mean.Span[index] = (float)mean;
            }

            if (!InverseDeviation.IsEmpty)
            {
                InverseDeviation.Span[index] = (float)inverse;
            }
        }
    }
}
