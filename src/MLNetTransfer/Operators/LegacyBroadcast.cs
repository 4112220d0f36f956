using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// How operators of two inputs broadcast before operator set 7: with <c>broadcast</c> = 1 the right input is laid on the dimensions of the left one from
/// <c>axis</c> on, or on the innermost ones; without it both have one shape.
/// </summary>
internal readonly struct LegacyBroadcast
{
    private readonly bool _isLegacy;
    private readonly bool _broadcasts;
    private readonly long? _axis;

    public LegacyBroadcast(OnnxNode node)
    {
        _isLegacy = node.OperatorSetVersion < 7;
        _broadcasts = node.Attributes.Integer("broadcast", 0) != 0;
        _axis = node.Attributes.Contains("axis") ? node.Attributes.Integer("axis", 0) : null;
    }

    /// <summary>The attributes that the node may have.</summary>
    public static string[] Attributes(OnnxNode node) => node.OperatorSetVersion < 7 ? ["axis", "broadcast"] : [];

    /// <summary>The shape of the right input under which the rule of today broadcasts it the same way.</summary>
    public Shape RightShape(Shape left, Shape right)
    {
        if (!_isLegacy)
        {
            return right;
        }

        if (!_broadcasts)
        {
            return left == right ? right : throw new OnnxException($"Shapes {left} and {right} differ, but attribute 'broadcast' is not 1.");
        }

        if (right.Rank > left.Rank)
        {
            throw new OnnxException($"Shape {right} cannot be broadcast to {left}.");
        }

        int axis = _axis is { } given ? Facts.Axis(given, left.Rank) : left.Rank - right.Rank;
        int trailing = left.Rank - axis - right.Rank;
        if (trailing < 0)
        {
            throw new OnnxException($"Shape {right} does not fit into {left} from axis {axis} on.");
        }

        Shape shape = trailing == 0 ? right : new Shape([.. right.Dimensions, .. Enumerable.Repeat(1, trailing)]);
        return Facts.Broadcast(left, shape) == left ? shape : throw new OnnxException($"Shape {right} cannot be broadcast to {left} from axis {axis} on.");
    }
}
