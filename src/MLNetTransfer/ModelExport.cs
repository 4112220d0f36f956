using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Files;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Quantization;

namespace MLNetTransfer;

/// <summary>Writes trained models as ONNX files for other programs.</summary>
public static class ModelExport
{
    private const int MaximumCalibrationPictures = 256;

    /// <summary>Writes the network of a model, with preprocessing and class names inside, as an ONNX file.</summary>
    /// <param name="model">A <c>model.zip</c> or <c>model.onnx</c> that was trained here.</param>
    /// <param name="path">The file to write; it appears whole or not at all.</param>
    /// <param name="options">What it holds.</param>
    /// <param name="threads">Threads to calibrate with; 0 for all processors.</param>
    /// <param name="progress">Told how far a calibration is, or null.</param>
    /// <param name="cancellationToken">Stops a calibration.</param>
    /// <exception cref="ArgumentException">Weights of 16 bits and calibration exclude each other; fast weights need calibration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The operator set is not one that can be written.</exception>
    /// <exception cref="DatasetException">No picture of the calibration can be read.</exception>
    /// <exception cref="ModelException">The file is no model that was trained here, or its network cannot have 8 bits or that operator set.</exception>
    /// <exception cref="MissingModelException">There is no such file.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(
        string model, string path, OnnxExportOptions options, int threads = 0, IProgressReporter? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { HalfWeights: true, CalibrationPictures: not null })
        {
            throw new ArgumentException("Weights have 16 or 8 bits, not both.", nameof(options));
        }

        if (options is { FastWeights: true, CalibrationPictures: null })
        {
            throw new ArgumentException("Fast weights are a form of 8 bits, which need pictures to calibrate with.", nameof(options));
        }

        if (options.OperatorSet is < OperatorSetConversion.First or > OperatorSetConversion.Last)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.OperatorSet, $"The operator set is outside {OperatorSetConversion.First} to {OperatorSetConversion.Last}.");
        }

        ModelFile file = ModelFile.Open(model);
        if (file.Manifest is null)
        {
            throw new ModelException($"{file.Path}: not a model that was trained here; expected a model.zip or model.onnx of mlnet-transfer. A public network is an ONNX file already.");
        }

        OnnxModel exported = OnnxExport.Apply(file.Model, options, file.Path);
        if (options.OperatorSet is int operatorSet)
        {
            exported = OperatorSetConversion.Apply(exported, operatorSet, file.Path);
        }

        if (options.CalibrationPictures is not null)
        {
            exported = Quantize(
                exported, file, options, threads > 0 ? threads : Environment.ProcessorCount, progress ?? NullProgressReporter.Instance, cancellationToken);
        }

        byte[] content = OnnxWriter.Write(exported);
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

    private static OnnxModel Quantize(
        OnnxModel exported, ModelFile file, OnnxExportOptions options, int threads, IProgressReporter progress, CancellationToken cancellationToken)
    {
        if (exported.OperatorSets[""] < NetworkQuantizer.FirstOperatorSet)
        {
            throw new ModelException(
                $"{file.Path}: the network is of operator set {exported.OperatorSets[""]}; 8 bits need {NetworkQuantizer.FirstOperatorSet} or later, which has one scale for each channel. Train on a backbone of a later operator set.");
        }

        IReadOnlyList<string> pictures = options.CalibrationPictures!;
        int count = Math.Min(pictures.Count, MaximumCalibrationPictures);
        string[] chosen = [.. Enumerable.Range(0, count).Select(index => pictures[(int)((long)index * pictures.Count / count)])];
        (IReadOnlyDictionary<string, ValueRange> ranges, int read) = Calibration.Measure(
            exported, ImageClassifier.NetworkInput(file.Manifest!), NetworkQuantizer.FindValues(exported), chosen, threads, progress, cancellationToken);
        return read > 0
            ? NetworkQuantizer.Apply(exported, ranges, options.FastWeights)
            : throw DatasetException.NoReadableCalibration(pictures);
    }
}
