using System.Globalization;
using System.Numerics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Cast: each element as the type <c>to</c>. Real numbers are cut to integers towards zero and stay within their range; integers wrap; truth values are 0
/// and 1; texts are written and read culture-invariant.
/// Operator sets 6 to 22, all types but complex ones and those of 8 and 4 bits; FLOAT16, BFLOAT16 and DOUBLE give Float32, as which the engine computes them.
/// </summary>
internal sealed class Cast : Operator
{
    private readonly ElementType _target;

    public Cast(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 19 ? ["to", "saturate"] : ["to"])
    {
        // Numbers of TensorProto.DataType.
        _target = node.Attributes.Integer("to", 0) switch
        {
            1 or 10 or 11 or 16 => ElementType.Float32,
            2 => ElementType.UInt8,
            3 => ElementType.Int8,
            4 => ElementType.UInt16,
            5 => ElementType.Int16,
            6 => ElementType.Int32,
            7 => ElementType.Int64,
            8 => ElementType.String,
            9 => ElementType.Boolean,
            12 => ElementType.UInt32,
            13 => ElementType.UInt64,
            long other => throw new OnnxException($"Attribute 'to' names data type {other.ToString(CultureInfo.InvariantCulture)}, which is not supported."),
        };
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        return [new TensorFact(_target, Facts.Required(inputs, 0, "input").Shape)];
    }

    public override void Forward(OperatorContext context)
    {
        switch (context.Input(0))
        {
            case Tensor<string> texts:
                if (_target == ElementType.String)
                {
                    StridedCopy.Copy(texts, context.Output(0));
                }
                else if (_target == ElementType.Boolean)
                {
                    throw new OnnxException("Texts cannot be cast to truth values.");
                }
                else
                {
                    ElementDispatch.Number(_target, new ReadTexts(texts, context.Output(0)));
                }

                break;
            case Tensor<bool> truths:
                byte[] bits = Array.ConvertAll(truths.Span.ToArray(), value => value ? (byte)1 : (byte)0);
                new FromNumbers(Tensor.From(truths.Shape, bits.AsMemory()), context.Output(0)).Invoke<byte>();
                break;
            case { } numbers:
                ElementDispatch.Number(numbers.ElementType, new FromNumbers(numbers, context.Output(0)));
                break;
        }
    }

    public override bool HasGradient(int input) => _target == ElementType.Float32;

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => _target == ElementType.Float32 && inputs[0]!.ElementType == ElementType.Float32;

    public override void Backward(BackwardContext context) => StridedCopy.Copy(context.OutputGradient(0), context.InputGradient(0));

    private readonly record struct FromNumbers(Tensor Source, Tensor Target) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<T> source = ((Tensor<T>)Source).Span;
            switch (Target)
            {
                case Tensor<bool> truths:
                    for (int index = 0; index < source.Length; index++)
                    {
                        truths.Span[index] = !T.IsZero(source[index]);
                    }

                    break;
                case Tensor<string> texts:
                    for (int index = 0; index < source.Length; index++)
                    {
                        texts.Span[index] = Write(source[index]);
                    }

                    break;
                default:
                    ElementDispatch.Number(Target.ElementType, new ToNumbers<T>((Tensor<T>)Source, Target));
                    break;
            }
        }

        private static string Write<T>(T value)
            where T : struct, INumber<T> =>
            T.IsPositiveInfinity(value) ? "INF" : T.IsNegativeInfinity(value) ? "-INF" : value.ToString(null, CultureInfo.InvariantCulture);
    }

    private readonly record struct ToNumbers<TSource>(Tensor<TSource> Source, Tensor Target) : INumberAction
        where TSource : struct, INumber<TSource>
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<TSource> source = Source.Span;
            Span<T> target = ((Tensor<T>)Target).Span;
            for (int index = 0; index < source.Length; index++)
            {
                target[index] = T.CreateTruncating(source[index]);
            }
        }
    }

    private readonly record struct ReadTexts(Tensor<string> Source, Tensor Target) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<string> source = Source.Span;
            Span<T> target = ((Tensor<T>)Target).Span;
            for (int index = 0; index < source.Length; index++)
            {
                target[index] = Read<T>(source[index]);
            }
        }

        private static T Read<T>(string text)
            where T : struct, INumber<T>
        {
            string trimmed = text.Trim();
            if (trimmed.TrimStart('+', '-').Equals("INF", StringComparison.OrdinalIgnoreCase))
            {
                return T.CreateTruncating(trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
            }

            return T.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out T exact) ? exact
                : double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? T.CreateTruncating(real)
                : throw new OnnxException($"'{text}' is no number.");
        }
    }
}
