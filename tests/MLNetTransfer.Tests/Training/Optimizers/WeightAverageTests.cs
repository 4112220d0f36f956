using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.Optimizers;

public sealed class WeightAverageTests
{
    [Fact]
    public void Update_WarmUp_FollowsQuicklyAtFirst()
    {
        Parameter parameter = new("w", Tensor.FromValues(0f));
        Tensor<float> statistic = Tensor.FromValues(5f);
        WeightAverage average = new([parameter], [("mean", statistic)], 0.3);
        double expected = 0;
        double[] keeps = [1 / 10.0, 2 / 11.0, 3 / 12.0, 0.3, 0.3];
        for (int update = 0; update < keeps.Length; update++)
        {
            parameter.Value.Span[0] = update + 1;
            average.Update();
            expected = (keeps[update] * expected) + ((1 - keeps[update]) * (update + 1));
        }

        Assert.Equal(5, average.Updates);
        Assert.Equal(expected, average.Save().Arrays[0].Values.Span[0], 1e-6);
        Assert.Equal(5f, average.Save().Arrays[1].Values.Span[0]);
    }

    [Fact]
    public void Swap_Twice_GivesEverythingBack()
    {
        float[] start = [.. Enumerable.Range(0, 21).Select(index => index * 0.5f)];
        float[] moved = [.. start.Select(value => value + 1)];
        Parameter parameter = new("w", Tensor.FromValues<float>([.. start]));
        Tensor<float> statistic = Tensor.FromValues(2f);
        WeightAverage average = new([parameter], [("mean", statistic)]);
        moved.CopyTo(parameter.Value.Span);
        statistic.Span[0] = 3;

        average.Swap();
        Assert.True(average.IsSwappedIn);
        Assert.Equal(start, parameter.Value.Span.ToArray());
        Assert.Equal(2, statistic.Span[0]);
        Assert.Throws<InvalidOperationException>(average.Update);
        Assert.Throws<InvalidOperationException>(average.Save);

        average.Swap();
        Assert.False(average.IsSwappedIn);
        Assert.Equal(moved, parameter.Value.Span.ToArray());
        Assert.Equal(3, statistic.Span[0]);
        Assert.Equal(start, average.Save().Arrays[0].Values.ToArray());
    }

    [Fact]
    public void Load_SavedAverages_GoOnToTheSameBits()
    {
        Parameter parameter = new("w", Tensor.FromValues(1f, -2f, 3f));
        WeightAverage average = new([parameter]);
        parameter.Value.Span.Fill(0.7f);
        average.Update();
        WeightAverage resumed = new([parameter]);
        resumed.Load(average.Save());
        parameter.Value.Span.Fill(-0.3f);

        average.Update();
        resumed.Update();

        Assert.Equal(2, resumed.Updates);
        Assert.Equal(average.Save().Arrays[0].Values.ToArray(), resumed.Save().Arrays[0].Values.ToArray());
    }

    [Fact]
    public void Constructor_BadArguments_AreRefused()
    {
        Parameter parameter = new("w", Tensor.FromValues(1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage([parameter], decay: 1));
        Assert.Throws<ArgumentException>(() => new WeightAverage([parameter], [("w", parameter.Value)]));
    }
}
