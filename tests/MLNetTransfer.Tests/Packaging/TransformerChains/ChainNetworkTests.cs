using System.Text;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging.TransformerChains;

public sealed class ChainNetworkTests
{
    // Distances that are even, odd with an even half, and odd with an odd half; operator sets in which the values of Slice, Pad and Clip are attributes and inputs.
    [Theory]
    [InlineData(9, 8, 8)]
    [InlineData(10, 8, 9)]
    [InlineData(11, 8, 10)]
    [InlineData(13, 8, 11)]
    [InlineData(13, 8, 13)]
    [InlineData(13, 10, 13)]
    [InlineData(13, 8, 13, CropPlacement.Exact)]
    [InlineData(13, 8, 20, CropPlacement.Exact)]
    public void Prepend_Run_GivesWhatTheWeightedCentreGives(int operatorSet, int crop, int resize, CropPlacement placement = CropPlacement.WholePixels)
    {
        Preprocessing preprocessing = Preprocessing.Raw with { ResizeSize = resize, CropSize = crop, Placement = placement };
        OnnxModel small = SmallNetwork.Create(crop, 2, operatorSet);
        Random random = new(operatorSet);
        int side = 3 * resize;
        float[] large = [.. Enumerable.Range(0, 3 * side * side).Select(_ => random.NextSingle() * 255)];
        float[] kernel = ChainKernel.Design([40.0 / resize, 90.0 / resize]);
        int start = placement == CropPlacement.Exact ? 3 * (resize - crop) / 2 : 3 * (int)Math.Round((resize - crop) / 2.0, MidpointRounding.ToEven);
        float[] expected = [.. Enumerable.Range(0, 3 * crop * crop).Select(index => Math.Clamp(Weighted(index / (crop * crop), index / crop % crop, index % crop), 0, 255))];

        OnnxModel model = OnnxReader.Read(OnnxWriter.Write(ChainNetwork.Prepend(small, preprocessing, [40, 90])));

        Assert.Equal("large_image", Assert.Single(model.Graph.Inputs).Name);
        Assert.All(Run(small, expected, crop).Zip(Run(model, large, side)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(OnnxWriter.Write(small), OnnxWriter.Write(ChainNetwork.Strip(model, preprocessing)));

        float Weighted(int channel, int y, int x)
        {
            double sum = 0;
            for (int i = 0; i < kernel.Length; i++)
            {
                for (int j = 0; j < kernel.Length; j++)
                {
                    int row = Math.Clamp(start + (3 * y) - ChainKernel.Margin + i, 0, side - 1);
                    int column = Math.Clamp(start + (3 * x) - ChainKernel.Margin + j, 0, side - 1);
                    sum += (double)kernel[i] * kernel[j] * large[(((channel * side) + row) * side) + column];
                }
            }

            return (float)sum;
        }
    }

    [Fact]
    public void Prepend_FlatPicture_StaysAsItIs()
    {
        Preprocessing preprocessing = Preprocessing.Raw with { ResizeSize = 8, CropSize = 8 };
        OnnxModel small = SmallNetwork.Create(8, 2);

        float[] flat = Run(ChainNetwork.Prepend(small, preprocessing, null), [.. Enumerable.Repeat(93f, 3 * 24 * 24)], 24);

        Assert.All(Run(small, [.. Enumerable.Repeat(93f, 3 * 8 * 8)], 8).Zip(flat), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Prepend_NetworkOfAnotherSize_IsAnArgumentException() => Assert.Throws<ArgumentException>(
        () => ChainNetwork.Prepend(SmallNetwork.Create(9, 2), Preprocessing.Raw with { ResizeSize = 12, CropSize = 8 }, null));

    // Files of earlier programs begin with a cut at whole pixels, or with a mean over squares, or with both.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Strip_NodesOfEarlierPrograms_GivesTheNetworkBack(bool cuts)
    {
        OnnxModel small = SmallNetwork.Create(8, 2);
        long[] three = [3, 3];
        OnnxNode average = new("average_down", "AveragePool", "", 13, ["large_image"], [cuts ? "resized_image" : "image"], new OnnxAttributes([new("kernel_shape", three), new("strides", three)]));
        OnnxNode crop = new("centre_crop", "Slice", "", 13, ["resized_image", "centre_crop_starts", "centre_crop_ends", "centre_crop_axes"], ["image"], new OnnxAttributes());
        Dictionary<string, Tensor> constants = new(small.Graph.Initializers, StringComparer.Ordinal);
        foreach (string name in cuts ? crop.Inputs.Skip(1) : [])
        {
            constants[name] = Tensor.FromValues(2L, 2L);
        }

        OnnxModel earlier = small with
        {
            Graph = small.Graph with
            {
                Inputs = [small.Graph.Inputs[0] with { Name = "large_image", Dimensions = [.. small.Graph.Inputs[0].Dimensions!.Take(2), new(cuts ? 36 : 24, null), new(cuts ? 36 : 24, null)] }],
                Nodes = cuts ? [average, crop, .. small.Graph.Nodes] : [average, .. small.Graph.Nodes],
                Initializers = constants,
            },
        };

        OnnxModel stripped = ChainNetwork.Strip(OnnxReader.Read(OnnxWriter.Write(earlier)), Preprocessing.Raw with { ResizeSize = cuts ? 12 : 8, CropSize = 8 });

        Assert.Equal(OnnxWriter.Write(small), OnnxWriter.Write(stripped));
    }

    // A package gives the network back as it was, with or without a cut.
    [Theory]
    [InlineData(128, 128)]
    [InlineData(224, 192)]
    [InlineData(1500, 1500, "image")]
    [InlineData(1500, 1400)]
    public void Package_AnySize_GivesTheNetworkBack(int resize, int crop, string input = "large_image")
    {
        byte[] onnx = SmallNetwork.Write(SmallNetwork.Create(crop, 3));
        ModelManifest manifest = new()
        {
            Classes = ["a", "b", "c"],
            Preprocessing = Preprocessing.Raw with { ResizeSize = resize, CropSize = crop, Placement = CropPlacement.Exact },
            Provenance = new ModelProvenance { Producer = "", Backbone = "", BackboneSha256 = "", BackboneLicence = "", FeatureNode = "", Head = "", Seed = 1, TrainingPictures = 1, TrainingDataSha256 = "" },
            PictureSides = [213, 240],
        };
        using MemoryStream stream = new();
        ModelPackage.Write(stream, onnx, manifest, []);

        ModelPackage package = ModelPackage.Read(stream, "model.zip");

        Assert.Equal(onnx, SmallNetwork.Write(package.ReadNetwork()));
        Assert.Equal(manifest.PictureSides, package.Manifest.PictureSides);
        Assert.Equal(CropPlacement.Exact, package.Manifest.Preprocessing.Placement);
        Assert.Contains(input, Encoding.Latin1.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    private static float[] Run(OnnxModel model, float[] pixels, int side)
    {
        Graph graph = Graph.From(model).WithOutputs("probabilities");
        GraphExecutor executor = new(graph, WorkerPool.Sequential);
        return Assert.IsType<Tensor<float>>(executor.Run(Tensor.From<float>(new Shape(1, 3, side, side), pixels))).Span.ToArray();
    }
}
