namespace MLNetTransfer.Imaging.Resizing;

/// <summary>Keeps the weights used last; the oldest are computed anew in place, so that boxes which never repeat allocate nothing either.</summary>
internal sealed class ResizeWeightsCache
{
    /// <summary>Tables kept; at least 2, because the two axes of one resize must live side by side.</summary>
    private const int Capacity = 32;

    /// <summary>Tables of more integers than this (a side of some hundred thousand pixels) are not kept.</summary>
    private const long LargestKept = 1 << 20;

    private readonly List<ResizeWeights> _newestLast = new(Capacity);

    /// <summary>The weights of an axis; valid until the second next call.</summary>
    public ResizeWeights Get(ResizeAxis axis)
    {
        int index = _newestLast.Count - 1;
        while (index >= 0 && _newestLast[index].Axis != axis)
        {
            index--;
        }

        if (index >= 0)
        {
            return MoveToEnd(index);
        }

        ResizeWeights weights = _newestLast.Count < Capacity ? new ResizeWeights() : _newestLast[0];
        _newestLast.Remove(weights);
        weights.Compute(axis);
        if (weights.Size <= LargestKept)
        {
            _newestLast.Add(weights);
        }

        return weights;
    }

    private ResizeWeights MoveToEnd(int index)
    {
        ResizeWeights weights = _newestLast[index];
        _newestLast.RemoveAt(index);
        _newestLast.Add(weights);
        return weights;
    }
}
