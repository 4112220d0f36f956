using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Explanation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;
using MLNetTransfer.Inference;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>
/// Classifies pictures with a trained model (<c>model.zip</c> or <c>model.onnx</c>) or with a public ImageNet classifier. Calls from several threads
/// are safe; they take turns.
/// </summary>
public sealed partial class ImageClassifier : IDisposable
{
    // So many paths are handed to the workers at once; answers come in order behind them.
    private const int BlockLength = 256;

    private readonly Lock _lock = new();
    private readonly PicturePipeline _pipeline;
    private readonly bool _givesLogits;
    private readonly Func<ModelDescription> _describe;
    private ModelDescription? _description;
    private bool _disposed;

    private ImageClassifier(Graph graph, Preprocessing network, Preprocessing preprocessing, IReadOnlyList<string> classNames, bool givesLogits, int threads, Func<ModelDescription> describe)
    {
        ClassNames = classNames;
        Preprocessing = preprocessing;
        _givesLogits = givesLogits;
        _describe = describe;
        _createExplainer = () => new ClassifierExplainer(graph, network, preprocessing, threads > 0 ? threads : Environment.ProcessorCount);
        _pipeline = new PicturePipeline(GraphOptimizer.OptimizeForInference(graph), network, threads > 0 ? threads : Environment.ProcessorCount);
    }

    /// <summary>The class names in the order of the network's outputs.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How a picture becomes the input of the network, normalisation inside the model included.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>
    /// Least confidence of an answer that training chose on its validation pictures (<see cref="TransferOptions.MaximumErrorRate"/>); below it an answer had better be
    /// "none of these", see <see cref="ClassificationResult.IsBelow"/>. Null where the model has none.
    /// </summary>
    public double? RejectionThreshold { get; private init; }

    /// <summary>What the file is.</summary>
    public ModelDescription Description => _description ??= _describe();

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrPath">A <c>.zip</c> or <c>.onnx</c> that was trained here, the file of a public ImageNet classifier, or its name in the catalogue.</param>
    /// <param name="options">Threads, and what a stock network needs; null for the defaults.</param>
    /// <exception cref="MissingModelException">There is no such file or name, or the file of that name is not on this machine.</exception>
    /// <exception cref="ModelException">The file is no classifier.</exception>
    /// <exception cref="OnnxException">The network cannot be read.</exception>
    public static ImageClassifier Load(string nameOrPath, ImageClassifierOptions? options = null)
    {
        options ??= new ImageClassifierOptions();
        ModelFile file = ModelFile.Open(nameOrPath);
        return file.Manifest is ModelManifest manifest
            ? FromModel(file.Model, manifest, file.Path, options, () => ModelInspector.Describe(file))
            : FromStock(file, options);
    }

    /// <summary>Loads a model that was trained here from where the stream stands; the stream stays open.</summary>
    /// <param name="stream">The bytes of a <c>.zip</c> or <c>.onnx</c>, up to 2 GB.</param>
    /// <param name="options">Threads; null for the defaults.</param>
    /// <param name="name">What messages call the model.</param>
    /// <exception cref="ModelException">The stream holds no model that was trained here.</exception>
    /// <exception cref="OnnxException">The network cannot be read.</exception>
    public static ImageClassifier Load(Stream stream, ImageClassifierOptions? options = null, string name = "the model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile file = ModelFile.Open(stream, name);
        return FromModel(file.Model, file.Manifest!, name, options ?? new ImageClassifierOptions(), () => ModelInspector.Describe(file));
    }

    /// <summary>Classifies a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="top">How many classes are wanted at most.</param>
    /// <returns>The most probable classes, best first.</returns>
    /// <exception cref="ImageFormatException">The file is no picture that can be decoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<LabelProbability> Classify(string path, int top = 5) => Classify(File.ReadAllBytes(path), top);

    /// <summary>Classifies the bytes of a picture file.</summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    public IReadOnlyList<LabelProbability> Classify(ReadOnlyMemory<byte> content, int top = 5) => Best(Probabilities(content), top);

    /// <summary>Classifies the rest of a stream, which holds a picture file.</summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    public IReadOnlyList<LabelProbability> Classify(Stream stream, int top = 5)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return Classify(content.GetBuffer().AsMemory(0, (int)content.Length), top);
    }

    /// <summary>Classifies a decoded picture.</summary>
    /// <param name="image">The picture, upright.</param>
    /// <param name="top">How many classes are wanted at most.</param>
    /// <returns>The most probable classes, best first.</returns>
    public IReadOnlyList<LabelProbability> Classify(Image image, int top = 5)
    {
        ArgumentNullException.ThrowIfNull(image);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Best(ToProbabilities(_pipeline.Run(image)), top);
        }
    }

    /// <summary>Reads and classifies a picture file without holding the caller's thread.</summary>
    /// <param name="path">The file.</param>
    /// <param name="top">How many classes are wanted at most.</param>
    /// <param name="cancellationToken">Gives up while the file is read or the classifier is busy with another call's turn before this one began.</param>
    /// <inheritdoc cref="Classify(string, int)"/>
    public async Task<IReadOnlyList<LabelProbability>> ClassifyAsync(string path, int top = 5, CancellationToken cancellationToken = default)
    {
        byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Classify(content, top), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the rest of a stream, which holds a picture file, and classifies it without holding the caller's thread.</summary>
    /// <inheritdoc cref="ClassifyAsync(string, int, CancellationToken)"/>
    public async Task<IReadOnlyList<LabelProbability>> ClassifyAsync(Stream stream, int top = 5, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Classify(content.GetBuffer().AsMemory(0, (int)content.Length), top), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Classifies files as they become known, in parallel, without holding the caller's thread. What has arrived while the files before it were
    /// classified is worked on together; the source is read at most 256 files ahead.
    /// </summary>
    /// <param name="paths">The files; <c>ToAsyncEnumerable()</c> makes it of a list.</param>
    /// <param name="top">How many classes are wanted at most for each.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>One answer a file, in the order of the files.</returns>
    public async IAsyncEnumerable<ClassificationResult> ClassifyAllAsync(
        IAsyncEnumerable<string> paths, int top = 5, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<string> arrived = Channel.CreateBounded<string>(new BoundedChannelOptions(BlockLength) { SingleReader = true, SingleWriter = true });
        Task pump = Task.Run(() => PumpAsync(paths, arrived.Writer, stop.Token), CancellationToken.None);
        try
        {
            List<string> block = [];
            while (await arrived.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                block.Clear();
                while (block.Count < BlockLength && arrived.Reader.TryRead(out string? path))
                {
                    block.Add(path);
                }

                foreach (ClassificationResult result in await Task.Run(() => ClassifyAll(block, top, null, cancellationToken).ToArray(), cancellationToken).ConfigureAwait(false))
                {
                    yield return result;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
        }
    }

    /// <summary>Classifies many files in parallel. A file that cannot be used gives an answer with an error; the others go on.</summary>
    /// <param name="paths">The files; read as they are needed.</param>
    /// <param name="top">How many classes are wanted at most for each.</param>
    /// <param name="task">Told of every file that is done, or null.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>One answer a file, in the order of the files.</returns>
    public IEnumerable<ClassificationResult> ClassifyAll(IEnumerable<string> paths, int top = 5, IProgressTask? task = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string[] block in paths.Chunk(BlockLength))
        {
            Collector collector = new(block.Length);
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _pipeline.Run(block, collector, task, cancellationToken);
            }

            for (int index = 0; index < block.Length; index++)
            {
                yield return collector.Outputs[index] is float[] output
                    ? new ClassificationResult(block[index], Best(ToProbabilities(output), top), null)
                    : new ClassificationResult(block[index], [], collector.Reasons[index] ?? "It was not read.");
            }
        }
    }

    /// <summary>Measures the classifier on labelled pictures.</summary>
    /// <param name="dataset">Pictures whose classes are <see cref="ClassNames"/> (scan with these as the known classes).</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="DatasetException">The classes are others, or no picture can be read.</exception>
    public EvaluationReport Evaluate(ImageDataset dataset, IProgressReporter progress, CancellationToken cancellationToken = default) =>
        Evaluate(dataset, progress, null, cancellationToken);

    /// <param name="dataset">Pictures whose classes are <see cref="ClassNames"/> (scan with these as the known classes).</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="options">What is measured; null for the defaults.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <inheritdoc cref="Evaluate(ImageDataset, IProgressReporter, CancellationToken)"/>
    public EvaluationReport Evaluate(ImageDataset dataset, IProgressReporter progress, EvaluationOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(progress);
        int[] labels = [.. dataset.Classes.Select(name => IndexOf(ClassNames, name))];
        if (labels.Contains(-1))
        {
            throw DatasetException.UnknownClasses(dataset.Root, [.. dataset.Classes.Where(name => !ClassNames.Contains(name))], ClassNames);
        }

        EvaluationBuilder builder = new(ClassNames, options);
        List<SkippedPicture> skipped = [];
        using IProgressTask task = progress.Start("Evaluation", dataset.Items.Count, "pictures");
        foreach (ImageItem[] block in dataset.Items.Chunk(BlockLength))
        {
            Collector collector = new(block.Length);
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _pipeline.Run([.. block.Select(item => item.Path)], collector, task, cancellationToken);
            }

            for (int index = 0; index < block.Length; index++)
            {
                if (collector.Outputs[index] is float[] output)
                {
                    builder.Add(block[index].Path, labels[block[index].ClassIndex], ToProbabilities(output));
                }
                else
                {
                    skipped.Add(new SkippedPicture(block[index].Path, collector.Reasons[index] ?? "It was not read."));
                }
            }
        }

        return builder.Images == 0
            ? throw DatasetException.NoReadablePicture(dataset.Root, dataset.Classes, skipped.Count == 0 ? "" : $" For instance {skipped[0].Path}: {skipped[0].Reason}")
            : builder.ToReport(skipped);
    }

    /// <summary>Waits for a call that is under way, then lets go of threads and memory; later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _pipeline.Dispose();
                _explainer?.Dispose();
            }
        }
    }

    internal static ImageClassifier FromOnnx(byte[] onnx, ModelManifest manifest, string name, ImageClassifierOptions options) =>
        FromModel(OnnxReader.Read(onnx), manifest, name, options, () => throw new ModelException($"{name} was not loaded from a file."));

    /// <summary>What is done to a picture outside of the network: the normalisation is inside.</summary>
    internal static Preprocessing NetworkInput(ModelManifest manifest) => Preprocessing.Raw with
    {
        CropSize = manifest.Preprocessing.CropSize,
        ResizeSize = manifest.Preprocessing.ResizeSize,
        Placement = manifest.Preprocessing.Placement,
        Filter = manifest.Preprocessing.Filter,
    };

    internal float[] Probabilities(ReadOnlyMemory<byte> content)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ToProbabilities(_pipeline.Run(content));
        }
    }

    private static ImageClassifier FromModel(OnnxModel model, ModelManifest manifest, string name, ImageClassifierOptions options, Func<ModelDescription> describe)
    {
        Graph graph = Graph.From(model);
        CheckAgreement(graph, manifest, name);
        graph = graph.WithOutputs(ClassifierValues.Probabilities);
        return new ImageClassifier(graph, NetworkInput(manifest), manifest.Preprocessing, manifest.Classes, givesLogits: false, options.Threads, describe)
        {
            RejectionThreshold = manifest.Calibration?.Threshold,
        };
    }

    private static ImageClassifier FromStock(ModelFile file, ImageClassifierOptions options)
    {
        Graph graph = Graph.From(file.Model);
        PreprocessingChoice choice = PreparedBackbone.FitToInput(graph, file.Resolved!.ChoosePreprocessing(options.Preprocessing, Backbones.BackboneCard.Read(file.Model, file.Path)?.Preprocessing), options.Preprocessing);
        string output = StockClassifier.FindOutput(graph);
        int outputs = StockClassifier.CountClasses(graph, output, choice.Preprocessing.CropSize);
        IReadOnlyList<string> names = options.ClassNames ?? StockClassifier.ClassNames(file.Resolved.Entry, outputs);
        if (names.Count != outputs)
        {
            throw new ModelException($"{file.Path}: the network has {outputs} outputs and {names.Count} class names are known. Give a model that was trained here, an ImageNet classifier, or as many names as outputs.");
        }

        return new ImageClassifier(
            graph.WithOutputs(output), choice.Preprocessing, choice.Preprocessing, names, !StockClassifier.EndsInSoftmax(graph, output), options.Threads, () => ModelInspector.Describe(file));
    }

    private static void CheckAgreement(Graph graph, ModelManifest manifest, string name)
    {
        if (!graph.Outputs.Contains(ClassifierValues.Probabilities))
        {
            throw new ModelException($"{name}: the network has no output '{ClassifierValues.Probabilities}'; expected a model that mlnet-transfer trained.");
        }

        int side = manifest.Preprocessing.CropSize;
        if (GraphInputs.FixedSide(graph) is int fixedSide && fixedSide != side)
        {
            throw new ModelException($"{name}: the network takes pictures of {fixedSide} pixels and the description says {side}. Train the model again.");
        }

        int outputs = StockClassifier.CountClasses(graph, ClassifierValues.Probabilities, side);
        if (outputs != manifest.Classes.Count)
        {
            throw new ModelException($"{name}: the network has {outputs} outputs and the description names {manifest.Classes.Count} classes. Train the model again.");
        }
    }

    // Never throws: what the source throws reaches the reader of the channel.
    private static async Task PumpAsync(IAsyncEnumerable<string> paths, ChannelWriter<string> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (string path in paths.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(path, cancellationToken).ConfigureAwait(false);
            }

            writer.Complete();
        }
#pragma warning disable CA1031 // Whatever the source throws is raised again where the answers are read.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            writer.TryComplete(exception);
        }
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int index = 0; index < names.Count; index++)
        {
            if (names[index] == name)
            {
                return index;
            }
        }

        return -1;
    }

    private float[] ToProbabilities(float[] output)
    {
        if (_givesLogits)
        {
            float largest = output.Max();
            double sum = 0;
            foreach (float logit in output)
            {
                sum += Math.Exp(logit - largest);
            }

            for (int index = 0; index < output.Length; index++)
            {
                output[index] = (float)(Math.Exp(output[index] - largest) / sum);
            }
        }

        return output;
    }

    private LabelProbability[] Best(float[] probabilities, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        int[] order = [.. Enumerable.Range(0, probabilities.Length)];
        Array.Sort(order, (left, right) => probabilities[left] == probabilities[right] ? left.CompareTo(right) : probabilities[right].CompareTo(probabilities[left]));
        return [.. order.Take(top).Select(index => new LabelProbability(ClassNames[index], probabilities[index]))];
    }

    private sealed class Collector(int count) : IPictureConsumer
    {
        public float[]?[] Outputs { get; } = new float[count][];

        public string?[] Reasons { get; } = new string[count];

        public bool Wants(int index, ReadOnlySpan<byte> content) => true;

        public void Accept(int index, ReadOnlySpan<float> output) => Outputs[index] = output.ToArray();

        public void Reject(int index, string reason) => Reasons[index] = reason;
    }
}
