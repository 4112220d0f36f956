using System.Text;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
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

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public void Average_Run_GivesWhatTheMeansGive(int operatorSet)
    {
        OnnxModel small = SmallNetwork.Create(8, 2, operatorSet);
        Random random = new(operatorSet);
        float[] large = [.. Enumerable.Range(0, 3 * 24 * 24).Select(_ => random.NextSingle() * 255)];
        float[] means = [.. Enumerable.Range(0, 3 * 8 * 8).Select(index =>
        {
            int corner = (index / 64 * 24 * 24) + (index / 8 % 8 * 3 * 24) + (index % 8 * 3);
            return (float)Enumerable.Range(0, 9).Average(place => (double)large[corner + (place / 3 * 24) + (place % 3)]);
        })];

        OnnxModel model = OnnxReader.Read(OnnxWriter.Write(ChainAverage.Add(small, 3)));

        Assert.Equal("large_image", Assert.Single(model.Graph.Inputs).Name);
        Assert.All(Run(small, means, 8).Zip(Run(model, large, 24)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(OnnxWriter.Write(small), OnnxWriter.Write(ChainAverage.Remove(model)));
    }

    // A package for a network of small pictures gives the network back as it was, with or without a cut.
    [Theory]
    [InlineData(128, 128, "large_image")]
    [InlineData(128, 120, "large_image")]
    [InlineData(224, 224, "image")]
    [InlineData(224, 192, "resized_image")]
    public void Package_AnySize_GivesTheNetworkBack(int resize, int crop, string input)
    {
        byte[] onnx = SmallNetwork.Write(SmallNetwork.Create(crop, 3));
        ModelManifest manifest = new()
        {
            Classes = ["a", "b", "c"],
            Preprocessing = Preprocessing.Raw with { ResizeSize = resize, CropSize = crop },
            Provenance = new ModelProvenance { Producer = "", Backbone = "", BackboneSha256 = "", BackboneLicence = "", FeatureNode = "", Head = "", Seed = 1, TrainingPictures = 1, TrainingDataSha256 = "" },
        };
        using MemoryStream stream = new();
        ModelPackage.Write(stream, onnx, manifest, []);

        Assert.Equal(onnx, SmallNetwork.Write(ModelPackage.Read(stream, "model.zip").ReadNetwork()));
        Assert.Contains(input, Encoding.Latin1.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    private static float[] Run(OnnxModel model, float[] pixels, int side)
    {
        Graph graph = Graph.From(model).WithOutputs("probabilities");
        GraphExecutor executor = new(graph, WorkerPool.Sequential);
        return Assert.IsType<Tensor<float>>(executor.Run(Tensor.From<float>(new Shape(1, 3, side, side), pixels))).Span.ToArray();
    }
}
