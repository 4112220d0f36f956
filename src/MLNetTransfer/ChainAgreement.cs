using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Training;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>How a model answers in an application of ML.NET, where pictures are not turned upright and are resized by another filter: the network of the chain on the pixels of <see cref="StockPixels"/>.</summary>
internal static class ChainAgreement
{
    private const int MostPictures = 50;
    private const int FewestPictures = 10;

    // Photographs of twelve million pixels take a fifth of a second each; a few seconds are spent on them, not more.
    private const double MostPixels = 150e6;
    private const double UsualAspect = 1.4;
    private const int Decimals = 4;

    /// <summary>Compares.</summary>
    /// <param name="onnx">The model as it is written.</param>
    /// <param name="manifest">Its description.</param>
    /// <param name="here">The same model here: the probabilities for the content of a picture file.</param>
    /// <param name="paths">Picture files; up to 50 of them, spread over all, are looked at; of large ones fewer, but 10.</param>
    /// <param name="threads">At least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>Null where there is no picture to compare.</returns>
    public static ModelAgreement? Measure(
        byte[] onnx, ModelManifest manifest, Func<ReadOnlyMemory<byte>, float[]> here, IReadOnlyList<string> paths, int threads, CancellationToken cancellationToken)
    {
        OnnxModel chain = ChainNetwork.Prepend(OnnxReader.Read(onnx), manifest.Preprocessing, manifest.PictureSides);
        using WorkerPool pool = new(threads);
        GraphExecutor executor = new(GraphOptimizer.OptimizeForInference(Graph.From(chain).WithOutputs(ClassifierValues.Probabilities)), pool);
        int side = manifest.Preprocessing.ResizeSize * ChainNetwork.Scale(manifest.Preprocessing);
        Tensor<float> input = Tensor.From<float>(new Shape(1, Image.Channels, side, side), new float[Image.Channels * side * side]);
        ImageDecoderOptions asTheyLie = ImageDecoderOptions.Default with { ApplyOrientation = false };
        int most = Count(manifest.PictureSides);
        int step = Math.Max(1, (paths.Count + most - 1) / most);
        int pictures = 0;
        int same = 0;
        double difference = 0;
        for (int index = 0; index < paths.Count; index += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Image picture;
            float[] expected;
            try
            {
                byte[] content = File.ReadAllBytes(paths[index]);
                picture = ImageDecoder.Decode(content, asTheyLie).Image;
                expected = here(content);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageFormatException)
            {
                // It went away during the run; the model does not depend on it.
                continue;
            }

            StockPixels.Make(picture, side, input.Span);
            ReadOnlySpan<float> there = ((Tensor<float>)executor.Run(input)).Span;
            int answer = SoftmaxCrossEntropy.IndexOfLargest(expected);
            pictures++;
            same += SoftmaxCrossEntropy.IndexOfLargest(there) == answer ? 1 : 0;
            difference += Math.Abs(there[answer] - expected[answer]);
        }

        return pictures == 0 ? null : new ModelAgreement(pictures, same, Math.Round(difference / pictures, Decimals));
    }

    // By what the model says of the training pictures, not by the clock: the same run says the same.
    private static int Count(IReadOnlyList<int>? pictureSides)
        => pictureSides is null ? MostPictures : (int)Math.Clamp(MostPixels / pictureSides.Average(side => UsualAspect * side * side), FewestPictures, MostPictures);
}
