using MLNetTransfer.Backbones;
using MLNetTransfer.Files;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>Writes trained models as ONNX files for other programs.</summary>
public static class ModelExport
{
    /// <summary>Writes the network of a model, with preprocessing and class names inside, as an ONNX file.</summary>
    /// <param name="model">A <c>model.zip</c> or <c>model.onnx</c> that was trained here.</param>
    /// <param name="path">The file to write; it appears whole or not at all.</param>
    /// <param name="options">What it holds.</param>
    /// <exception cref="ModelException">The file is no model that was trained here.</exception>
    /// <exception cref="MissingModelException">There is no such file.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(string model, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ModelFile file = ModelFile.Open(model);
        if (file.Manifest is null)
        {
            throw new ModelException($"{file.Path}: not a model that was trained here; expected a model.zip or model.onnx of mlnet-transfer. A public network is an ONNX file already.");
        }

        byte[] content = OnnxWriter.Write(OnnxExport.Apply(file.Model, options, file.Path));
        try
        {
            WholeFile.Write(path, stream => stream.Write(content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The file '{path}' cannot be written: {exception.Message} Make room or name another file.", exception);
        }
    }

    /// <summary>Runs pictures through two models and compares the answers.</summary>
    /// <param name="model">The model that is right.</param>
    /// <param name="exported">The one to compare.</param>
    /// <param name="pictures">Picture files; those that cannot be read are counted and passed over.</param>
    /// <param name="threads">Threads to work with; 0 for all processors.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="ModelException">A file is no model, or their classes differ.</exception>
    public static ExportVerification Verify(
        string model, string exported, IReadOnlyList<string> pictures, int threads, IProgressReporter progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(progress);
        ImageClassifierOptions options = new() { Threads = threads };
        using ImageClassifier expected = ImageClassifier.Load(model, options);
        using ImageClassifier actual = ImageClassifier.Load(exported, options);
        if (!expected.ClassNames.SequenceEqual(actual.ClassNames))
        {
            throw new ModelException($"{exported}: the classes are not those of {model}.");
        }

        double largest = 0;
        int same = 0;
        int compared = 0;
        using IProgressTask task = progress.Start("Verify", pictures.Count, "pictures");
        foreach (string path in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            task.Advance();
            float[] left;
            float[] right;
            try
            {
                byte[] content = File.ReadAllBytes(path);
                (left, right) = (expected.Probabilities(content), actual.Probabilities(content));
            }
            catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
            {
                continue;
            }

            compared++;
            same += Array.IndexOf(left, left.Max()) == Array.IndexOf(right, right.Max()) ? 1 : 0;
            largest = Math.Max(largest, left.Zip(right, (one, other) => Math.Abs((double)one - other)).Max());
        }

        return new ExportVerification(compared, pictures.Count - compared, same, largest);
    }
}
