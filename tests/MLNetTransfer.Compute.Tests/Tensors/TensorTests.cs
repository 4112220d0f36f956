using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Compute.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Slice_SomeEntries_AreTheSameMemory()
    {
        Tensor<float> tensor = Tensor.From<float>(new Shape(3, 2, 1, 1), new float[] { 1, 2, 3, 4, 5, 6 }, MemoryFormat.ChannelsLast);

        Tensor<float> slice = tensor.Slice(1, 2);
        slice.Span[0] = 7;

        Assert.Equal(new Shape(2, 2, 1, 1), slice.Shape);
        Assert.Equal(MemoryFormat.ChannelsLast, slice.Format);
        Assert.Equal([1, 2, 7, 4, 5, 6], tensor.Span);
        Assert.Equal(0, tensor.Slice(3, 0).Shape.Count);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(4, 0)]
    public void Slice_MoreThanThereIs_Throws(int first, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Create<float>(new Shape(3, 2)).Slice(first, count));
}
