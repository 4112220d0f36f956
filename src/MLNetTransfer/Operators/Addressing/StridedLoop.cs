namespace MLNetTransfer.Operators.Addressing;

/// <summary>Nested loops over tensors that are addressed by strides, flattened as far as they go.</summary>
internal static class StridedLoop
{
    /// <summary>
    /// Brings the loops into the memory order of the first operand, drops those of length 1 and joins neighbours that every operand walks as one.
    /// </summary>
    /// <param name="dimensions">Length of each loop; rewritten.</param>
    /// <param name="strides">Strides of operand 0, then of operand 1, and so on, each as many as there are dimensions; rewritten, with the same pitch.</param>
    /// <returns>Number of loops that are left, at least 1 where <paramref name="dimensions"/> is not empty.</returns>
    public static int Simplify(Span<int> dimensions, Span<int> strides)
    {
        int pitch = dimensions.Length;
        if (pitch == 0)
        {
            return 0;
        }

        for (int sorted = 1; sorted < pitch; sorted++)
        {
            for (int at = sorted; at > 0 && Math.Abs(strides[at - 1]) < Math.Abs(strides[at]); at--)
            {
                Swap(dimensions, strides, at - 1, at);
            }
        }

        int kept = 0;
        for (int axis = 0; axis < pitch; axis++)
        {
            if (dimensions[axis] == 1)
            {
                continue;
            }

            if (kept > 0 && Continues(dimensions[axis], strides, pitch, kept - 1, axis))
            {
                dimensions[kept - 1] *= dimensions[axis];
                Move(strides, pitch, axis, kept - 1);
                continue;
            }

            dimensions[kept] = dimensions[axis];
            Move(strides, pitch, axis, kept);
            kept++;
        }

        if (kept == 0)
        {
            dimensions[0] = 1;
            kept = 1;
        }

        return kept;
    }

    /// <summary>Goes to the next turn of the outer loops, whose number is the length of <paramref name="counters"/>.</summary>
    /// <param name="dimensions">Length of each loop.</param>
    /// <param name="strides">As <see cref="Simplify"/> leaves them.</param>
    /// <param name="pitch">Strides of one operand.</param>
    /// <param name="counters">Where each outer loop stands.</param>
    /// <param name="offsets">Element at which each operand stands.</param>
    /// <returns>Whether there is a next turn.</returns>
    public static bool Advance(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides, int pitch, Span<int> counters, Span<int> offsets)
    {
        for (int axis = counters.Length - 1; axis >= 0; axis--)
        {
            counters[axis]++;
            bool wraps = counters[axis] == dimensions[axis];
            int steps = wraps ? 1 - dimensions[axis] : 1;
            for (int operand = 0; operand < offsets.Length; operand++)
            {
                offsets[operand] += steps * strides[(operand * pitch) + axis];
            }

            if (!wraps)
            {
                return true;
            }

            counters[axis] = 0;
        }

        return false;
    }

    private static bool Continues(int length, ReadOnlySpan<int> strides, int pitch, int outer, int inner)
    {
        for (int operand = 0; operand < strides.Length; operand += pitch)
        {
            if (strides[operand + outer] != strides[operand + inner] * length)
            {
                return false;
            }
        }

        return true;
    }

    private static void Swap(Span<int> dimensions, Span<int> strides, int first, int second)
    {
        (dimensions[first], dimensions[second]) = (dimensions[second], dimensions[first]);
        for (int operand = 0; operand < strides.Length; operand += dimensions.Length)
        {
            (strides[operand + first], strides[operand + second]) = (strides[operand + second], strides[operand + first]);
        }
    }

    private static void Move(Span<int> strides, int pitch, int from, int to)
    {
        for (int operand = 0; operand < strides.Length; operand += pitch)
        {
            strides[operand + to] = strides[operand + from];
        }
    }
}
