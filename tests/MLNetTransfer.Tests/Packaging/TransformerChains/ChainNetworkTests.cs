using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging.TransformerChains;

public sealed class ChainNetworkTests
{
    // Distances that are even, odd with an even half, and odd with an odd half: torchvision rounds half to even.
    [Theory]
    [InlineData(9, 13)]
    [InlineData(10, 13)]
    [InlineData(11, 13)]
    [InlineData(13, 13)]
    [InlineData(9, 13, 10)]
    public void WithCrop_Run_GivesWhatTheCentreGives(int operatorSet, int resize, int crop = 8)
    {
        Preprocessing preprocessing = Preprocessing.Raw with { ResizeSize = resize, CropSize = crop };
        OnnxModel small = SmallNetwork.Create(crop, 2, operatorSet);
        Random random = new(operatorSet);
        float[] whole = [.. Enumerable.Range(0, 3 * resize * resize).Select(_ => random.NextSingle() * 255)];
        int start = (int)Math.Round((resize - crop) / 2.0, MidpointRounding.ToEven);
        float[] centre = [.. Enumerable.Range(0, 3 * crop * crop).Select(index =>
            whole[(index / (crop * crop) * resize * resize) + ((((index / crop) % crop) + start) * resize) + start + (index % crop)])];

        OnnxModel model = OnnxReader.Read(OnnxWriter.Write(ChainNetwork.WithCrop(small, preprocessing)));

        Assert.Equal(Run(small, centre, crop), Run(model, whole, resize));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public void WithoutCrop_OfWithCrop_GivesTheNetworkBack(int operatorSet)
    {
        Preprocessing preprocessing = Preprocessing.Raw with { ResizeSize = 12, CropSize = 8 };
        byte[] small = OnnxWriter.Write(SmallNetwork.Create(8, 2, operatorSet));
        byte[] cropped = OnnxWriter.Write(ChainNetwork.WithCrop(OnnxReader.Read(small), preprocessing));

        Assert.Equal(small, OnnxWriter.Write(ChainNetwork.WithoutCrop(OnnxReader.Read(cropped), preprocessing)));
        Assert.Equal(small, OnnxWriter.Write(ChainNetwork.WithoutCrop(OnnxReader.Read(small), preprocessing)));
    }

    [Fact]
    public void WithCrop_NetworkOfAnotherSize_IsAnArgumentException() => Assert.Throws<ArgumentException>(
        () => ChainNetwork.WithCrop(SmallNetwork.Create(9, 2), Preprocessing.Raw with { ResizeSize = 12, CropSize = 8 }));

    private static float[] Run(OnnxModel model, float[] pixels, int side)
    {
        Graph graph = Graph.From(model).WithOutputs("probabilities");
        GraphExecutor executor = new(graph, WorkerPool.Sequential);
        return Assert.IsType<Tensor<float>>(executor.Run(Tensor.From<float>(new Shape(1, 3, side, side), pixels))).Span.ToArray();
    }
}
