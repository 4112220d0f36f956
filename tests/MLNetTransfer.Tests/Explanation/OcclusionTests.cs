using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Explanation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Tests.Packaging;

namespace MLNetTransfer.Tests.Explanation;

public sealed class OcclusionTests
{
    private const int Side = 12;
    private const int Patch = 4;

    [Theory]
    [InlineData(12, 4, 4, "0 4 8")]
    [InlineData(12, 4, 3, "0 3 6 8")]
    [InlineData(12, 12, 3, "0")]
    [InlineData(10, 1, 4, "0 4 8 9")]
    public void Starts_Sizes_ReachBothEdges(int side, int patch, int stride, string expected) =>
        Assert.Equal(expected, string.Join(' ', Occlusion.Starts(side, patch, stride)));

    // The network answers by the mean colour alone, so every answer can be computed by hand.
    [Fact]
    public void Run_NetworkOfMeanColours_FallsAsTheFormulaSays()
    {
        (float[] picture, float[] weights) = Problem();
        Occlusion method = new(Graph.From(SmallNetwork.Create(Side, 3)), Side, WorkerPool.Sequential);

        OcclusionAnswers answers = method.Run(picture, [1, 2, 3], Patch, Patch, row => row);
        HeatMap heat = answers.Explain(1);

        double whole = Probability(picture, weights);
        double[] falls = new double[9];
        for (int place = 0; place < 9; place++)
        {
            falls[place] = whole - Probability(Covered(picture, place % 3 * Patch, place / 3 * Patch), weights);
        }

        Assert.Equal(whole, answers.Whole[1], 1e-5);
        Assert.Equal((3, 3), (heat.Columns, heat.Rows));
        Assert.Equal(falls.Max(), heat.Peak, 1e-5);
        Assert.All(falls.Zip(heat.Values.ToArray()), pair => Assert.Equal(Math.Max(0, pair.First / falls.Max()), pair.Second, 1e-3));
    }

    [Fact]
    public void Explain_OverlappingPatches_TakesTheMeanOfThoseThatCoverAPlace()
    {
        float[][] covered = [[0.5f], [0.7f], [0.9f], [0.8f], [0.9f], [0.9f], [0.9f], [0.9f], [0.9f]];

        HeatMap heat = new OcclusionAnswers(8, 4, [0, 2, 4], [0.9f], covered).Explain(0);

        // Four places of two pixels a side; the second is covered by the patches that begin at 0 and at 2.
        Assert.Equal((4, 4), (heat.Columns, heat.Rows));
        Assert.Equal(0.4, heat.Peak, 1e-5);
        float[] values = heat.Values.ToArray();
        Assert.Equal(1, values[0], 1e-5f);
        Assert.Equal(0.3 / 0.4, values[1], 1e-5);
        Assert.Equal(0.1 / 0.4, values[2], 1e-5);
        Assert.Equal(0, values[3]);
        Assert.Equal(((0.4 + 0.2 + 0.1 + 0) / 4) / 0.4, values[5], 1e-5);
    }

    [Fact]
    public void Explain_StrideLongerThanThePatch_GivesEveryPlaceAValue()
    {
        float[][] covered = [.. Enumerable.Repeat(0.5f, 9).Select(value => new[] { value })];

        HeatMap heat = new OcclusionAnswers(17, 1, [0, 8, 16], [1f], covered).Explain(0);

        Assert.All(heat.Values.ToArray(), value => Assert.Equal(1, value));
    }

    private static (float[] Picture, float[] Weights) Problem()
    {
        Random random = new(1);
        float[] picture = [.. Enumerable.Range(0, Side * Side * 3).Select(_ => (float)random.NextDouble() * 4)];
        Tensor<float> weights = (Tensor<float>)Graph.From(SmallNetwork.Create(Side, 3)).Constants["weights"];
        return (picture, weights.Span.ToArray());
    }

    private static float[] Covered(float[] picture, int left, int top)
    {
        float[] covered = [.. picture];
        for (int index = 0; index < covered.Length; index++)
        {
            int x = index / 3 % Side;
            int y = index / 3 / Side;
            if (x >= left && x < left + Patch && y >= top && y < top + Patch)
            {
                covered[index] = 1 + (index % 3);
            }
        }

        return covered;
    }

    // Softmax of the mean colour times the weights, for class 1.
    private static double Probability(float[] picture, float[] weights)
    {
        double[] mean = [.. Enumerable.Range(0, 3).Select(channel => Enumerable.Range(0, Side * Side).Average(pixel => (double)picture[(pixel * 3) + channel]))];
        double[] powers = [.. Enumerable.Range(0, 3).Select(label => Math.Exp(Enumerable.Range(0, 3).Sum(channel => mean[channel] * weights[(channel * 3) + label])))];
        return powers[1] / powers.Sum();
    }
}
