using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// A function of any number of inputs of one type that is applied to them from left to right, broadcast to each other; before operator set 8 all have one
/// shape.
/// </summary>
internal abstract class VariadicOperator<TReal, TNumber> : Operator
    where TReal : struct, IBinaryOperator
    where TNumber : struct, INumberFunction
{
    protected VariadicOperator(OnnxNode node)
        : base(node)
    {
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, int.MaxValue);
        TensorFact first = Facts.Required(inputs, 0, "inputs");
        if (!ElementDispatch.IsNumber(first.ElementType))
        {
            throw new OnnxException($"Input 0 holds {first.ElementType}, expected a number.");
        }

        Shape shape = first.Shape;
        for (int index = 1; index < inputs.Count; index++)
        {
            TensorFact input = Facts.Required(inputs, index, "inputs");
            Facts.CheckType(input, first.ElementType, "inputs");
            if (Node.OperatorSetVersion < 8)
            {
                Facts.CheckShape(input, shape, "inputs");
            }

            shape = Facts.Broadcast(shape, input.Shape);
        }

        return [new TensorFact(first.ElementType, shape)];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context) => ElementDispatch.Number(context.Input(0).ElementType, new Run(context));

    private readonly record struct Run(OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            Tensor<T> output = Context.Output<T>(0);
            Operand<T> first = new(Context.Input<T>(0));
            if (Context.InputCount == 1)
            {
                StridedCopy.Copy(first.Tensor, output);
            }

            for (int index = 1; index < Context.InputCount; index++)
            {
                Operand<T> next = new(Context.Input<T>(index));
                if (output is Tensor<float> real)
                {
                    Broadcasting.Apply(default(TReal), AsReal(first), AsReal(next), real, Context.Pool);
                }
                else
                {
                    Broadcasting.ApplyEach<T, T>(TNumber.Invoke, first, next, output);
                }

                first = new Operand<T>(output);
            }
        }

        private static Operand<float> AsReal<T>(Operand<T> operand)
            where T : struct, INumber<T> => new((Tensor<float>)(Tensor)operand.Tensor);
    }
}
