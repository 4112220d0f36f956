namespace MLNetTransfer.Explanation;

/// <summary>What a network answered for a picture and for its covered variants.</summary>
/// <param name="side">Side of the picture in pixels.</param>
/// <param name="patch">Side of the patch in pixels.</param>
/// <param name="starts">Where the patches begin, along both axes.</param>
/// <param name="whole">The probabilities of the picture as it is.</param>
/// <param name="covered">Those of the variants, in rows from the top.</param>
internal sealed class OcclusionAnswers(int side, int patch, int[] starts, float[] whole, float[][] covered)
{
    /// <summary>The probabilities of the picture as it is.</summary>
    public float[] Whole => whole;

    /// <summary>The heat of a class: for every place the mean fall of the probability over the patches that cover its middle.</summary>
    public HeatMap Explain(int classIndex)
    {
        // As many places as there are different steps: between two of them nothing changes.
        int stride = starts.Length > 1 ? starts[1] : side;
        int places = Math.Max(1, (int)Math.Round((double)side / stride));
        (int First, int Last)[] covering = [.. Enumerable.Range(0, places).Select(place => Covering((place + 0.5) * side / places))];
        double[] heat = new double[places * places];
        for (int row = 0; row < places; row++)
        {
            for (int column = 0; column < places; column++)
            {
                heat[(row * places) + column] = MeanFall(classIndex, covering[row], covering[column]);
            }
        }

        return HeatMap.From(places, places, heat);
    }

    private (int First, int Last) Covering(double pixel)
    {
        int first = Array.FindIndex(starts, start => start + patch > pixel);
        int last = Array.FindLastIndex(starts, start => start <= pixel);

        // Where the stride is longer than the patch, what lies between two patches takes the nearer one.
        return first <= last ? (first, last)
            : pixel - (starts[last] + patch) < starts[first] - pixel ? (last, last)
            : (first, first);
    }

    private double MeanFall(int classIndex, (int First, int Last) rows, (int First, int Last) columns)
    {
        double sum = 0;
        for (int row = rows.First; row <= rows.Last; row++)
        {
            for (int column = columns.First; column <= columns.Last; column++)
            {
                sum += (double)whole[classIndex] - covered[(row * starts.Length) + column][classIndex];
            }
        }

        return sum / ((rows.Last - rows.First + 1) * (columns.Last - columns.First + 1));
    }
}
