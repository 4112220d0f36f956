using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>Calls generic code for the element type of a tensor.</summary>
internal static class ElementDispatch
{
    /// <summary>Whether the type is a number: all but truth values and texts.</summary>
    public static bool IsNumber(ElementType type) => type is not (ElementType.Boolean or ElementType.String);

    /// <summary>Calls <paramref name="action"/> for any type.</summary>
    public static void Any<TAction>(ElementType type, TAction action)
        where TAction : struct, IElementAction
    {
        switch (type)
        {
            case ElementType.Float32: action.Invoke<float>(); break;
            case ElementType.Float64: action.Invoke<double>(); break;
            case ElementType.Float16: action.Invoke<Half>(); break;
            case ElementType.Int64: action.Invoke<long>(); break;
            case ElementType.Int32: action.Invoke<int>(); break;
            case ElementType.Int16: action.Invoke<short>(); break;
            case ElementType.Int8: action.Invoke<sbyte>(); break;
            case ElementType.UInt64: action.Invoke<ulong>(); break;
            case ElementType.UInt32: action.Invoke<uint>(); break;
            case ElementType.UInt16: action.Invoke<ushort>(); break;
            case ElementType.UInt8: action.Invoke<byte>(); break;
            case ElementType.Boolean: action.Invoke<bool>(); break;
            case ElementType.String: action.Invoke<string>(); break;
            default: throw new OnnxException($"There is no element type {type}.");
        }
    }

    /// <summary>Calls <paramref name="action"/> for a numeric type.</summary>
    /// <exception cref="OnnxException">The type is not a number.</exception>
    public static void Number<TAction>(ElementType type, TAction action)
        where TAction : struct, INumberAction
    {
        switch (type)
        {
            case ElementType.Float32: action.Invoke<float>(); break;
            case ElementType.Float64: action.Invoke<double>(); break;
            case ElementType.Float16: action.Invoke<Half>(); break;
            case ElementType.Int64: action.Invoke<long>(); break;
            case ElementType.Int32: action.Invoke<int>(); break;
            case ElementType.Int16: action.Invoke<short>(); break;
            case ElementType.Int8: action.Invoke<sbyte>(); break;
            case ElementType.UInt64: action.Invoke<ulong>(); break;
            case ElementType.UInt32: action.Invoke<uint>(); break;
            case ElementType.UInt16: action.Invoke<ushort>(); break;
            case ElementType.UInt8: action.Invoke<byte>(); break;
            default: throw new OnnxException($"Expected a number, found {type}.");
        }
    }
}
