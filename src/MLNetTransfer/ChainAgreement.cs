using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Training;

namespace MLNetTransfer;

/// <summary>How a model answers in an application of ML.NET, where pictures are not turned upright and are resized by another filter: the network of the chain on the pixels of <see cref="StockPixels"/>.</summary>
internal static class ChainAgreement
{
    private const int MostPictures = 50;
    private const int Decimals = 4;

    /// <summary>Compares.</summary>
    /// <param name="onnx">The model as it is written.</param>
    /// <param name="manifest">Its description.</param>
    /// <param name="predictions">What it said here; up to 50 of them, spread over all, are looked at.</param>
    /// <param name="threads">At least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>Null where there is no picture to compare.</returns>
    public static ModelAgreement? Measure(byte[] onnx, ModelManifest manifest, IReadOnlyList<PicturePrediction> predictions, int threads, CancellationToken cancellationToken)
    {
        OnnxModel chain = ChainNetwork.Prepend(OnnxReader.Read(onnx), manifest.Preprocessing, manifest.PictureSides);
        using WorkerPool pool = new(threads);
        GraphExecutor executor = new(GraphOptimizer.OptimizeForInference(Graph.From(chain).WithOutputs(ClassifierValues.Probabilities)), pool);
        int side = manifest.Preprocessing.ResizeSize * ChainNetwork.Scale(manifest.Preprocessing);
        Tensor<float> input = Tensor.From<float>(new Shape(1, Image.Channels, side, side), new float[Image.Channels * side * side]);
        ImageDecoderOptions asTheyLie = ImageDecoderOptions.Default with { ApplyOrientation = false };
        int step = Math.Max(1, (predictions.Count + MostPictures - 1) / MostPictures);
        int pictures = 0;
        int same = 0;
        double difference = 0;
        for (int index = 0; index < predictions.Count; index += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PicturePrediction here = predictions[index];
            Image picture;
            try
            {
                picture = ImageDecoder.DecodeFile(here.Path, asTheyLie).Image;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageFormatException)
            {
                // It went away during the run; the model does not depend on it.
                continue;
            }

            StockPixels.Make(picture, side, input.Span);
            ReadOnlySpan<float> there = ((Tensor<float>)executor.Run(input)).Span;
            pictures++;
            same += there.IndexOf(Largest(there)) == here.Predicted ? 1 : 0;
            difference += Math.Abs(there[here.Predicted] - here.Confidence);
        }

        return pictures == 0 ? null : new ModelAgreement(pictures, same, Math.Round(difference / pictures, Decimals));
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = values[0];
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
