using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Operators;

public sealed class TrainedDropoutTests
{
    private const int Rows = 200;
    private const int Columns = 50;

    [Fact]
    public void Forward_InAStep_DropsTheShareAndKeepsTheMean()
    {
        float[] output = Run(step: 3, firstRow: 0, Rows);

        double dropped = output.Count(value => value == 0) / (double)output.Length;
        Assert.Equal(0.3, dropped, 0.02);
        Assert.All(output, value => Assert.True(value == 0 || value == 1 / 0.7f));
        Assert.Equal(1, output.Average(), 0.03);
    }

    [Fact]
    public void Forward_InPartsOfTheBatch_DropsTheSame()
    {
        float[] whole = Run(step: 3, firstRow: 0, Rows);
        float[] second = Run(step: 3, firstRow: 150, 50);

        Assert.Equal(whole[(150 * Columns)..], second);
        Assert.NotEqual(whole, Run(step: 4, firstRow: 0, Rows));
    }

    [Fact]
    public void Forward_OutsideOfAStep_ChangesNothing()
    {
        DropoutMask mask = new(0.3, 1);
        mask.Begin(1, 0);
        mask.End();
        (float[] output, float[] gradient) = Run(mask, 4);

        Assert.All(output, value => Assert.Equal(1, value));
        Assert.All(gradient, value => Assert.Equal(2, value));
    }

    [Fact]
    public void Backward_InAStep_PassesTheGradientWhereTheValuePassed()
    {
        DropoutMask mask = new(0.3, 1);
        mask.Begin(1, 0);
        (float[] output, float[] gradient) = Run(mask, 20);

        Assert.Equal(output.Select(value => 2 * value), gradient);
    }

    private static float[] Run(int step, int firstRow, int rows)
    {
        DropoutMask mask = new(0.3, 1);
        mask.Begin(step, firstRow);
        return Run(mask, rows).Output;
    }

    private static (float[] Output, float[] Gradient) Run(DropoutMask mask, int rows)
    {
        Tensor<float> ones = Filled(rows, 1);
        Tensor<float> output = Filled(rows, float.NaN);
        TrainedDropout tested = new("dropout", mask);
        OperatorContext forward = new([ones], [false], [output], Array.Empty<float>(), WorkerPool.Sequential);
        tested.Forward(forward);
        Tensor<float> gradient = Filled(rows, float.NaN);
        tested.Backward(new BackwardContext(forward, [Filled(rows, 2)], [gradient], [null], false, Array.Empty<float>()));
        return (output.Span.ToArray(), gradient.Span.ToArray());
    }

    private static Tensor<float> Filled(int rows, float value)
    {
        Tensor<float> tensor = Tensor.Create<float>(new Shape(rows, Columns));
        tensor.Span.Fill(value);
        return tensor;
    }
}
