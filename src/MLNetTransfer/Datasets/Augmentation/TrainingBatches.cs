using System.Collections.Concurrent;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets.DrawnPictures;
using MLNetTransfer.Imaging;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Turns labelled picture files into the batches of training: order, decoding, augmentation, normalisation, mixing. A batch is a function of the seed, the
/// epoch and the step; neither threads nor what was asked for before change it, so that a run can be resumed anywhere. With
/// <see cref="AugmentationOptions.None"/> the pixels are those of inference. Serves one caller at a time.
/// </summary>
public sealed class TrainingBatches
{
    private readonly IReadOnlyList<ImageItem> _items;
    private readonly Preprocessing _preprocessing;
    private readonly TrainingBatchesOptions _options;
    private readonly int _classCount;
    private readonly WorkerPool _pool;
    private readonly PixelNormalizer _normalizer;
    private readonly PictureCache _cache;
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly ConcurrentDictionary<int, string> _reasons = new();
    private readonly bool[] _isFilled;
    private EpochRow[] _order;
    private int _epoch;

    /// <summary>Makes the batches; nothing is read yet.</summary>
    /// <param name="items">The pictures, at least one; each class index below <paramref name="classCount"/>.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="preprocessing">Size and normalisation of the input of the network.</param>
    /// <param name="options">Everything else.</param>
    /// <param name="pool">Decodes and augments, a picture a part.</param>
    /// <exception cref="ArgumentException">The options have something wrong, or there are no pictures.</exception>
    public TrainingBatches(IReadOnlyList<ImageItem> items, int classCount, Preprocessing preprocessing, TrainingBatchesOptions options, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        if (options.Validate(classCount) is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        if (items.Count == 0)
        {
            throw new ArgumentException("There are no pictures to make batches of; give at least one.", nameof(items));
        }

        if (items.FirstOrDefault(item => item.ClassIndex < 0 || item.ClassIndex >= classCount) is ImageItem strange)
        {
            throw new ArgumentException(FormattableString.Invariant($"{strange.Path} is of class {strange.ClassIndex}; expected 0 to {classCount - 1}."), nameof(items));
        }

        if (options.ClassWeights is { } weights && !items.Any(item => weights[item.ClassIndex] > 0))
        {
            throw new ArgumentException("Every class that has pictures has the weight 0; give at least one of them more.", nameof(options));
        }

        _items = items;
        _preprocessing = preprocessing;
        _options = options;
        _classCount = classCount;
        _pool = pool;
        _normalizer = new PixelNormalizer(preprocessing);
        _cache = new PictureCache(items.Count, options.CacheBytes);
        _isFilled = new bool[options.BatchSize];
        _order = EpochOrder.Create(items, options, _epoch);
        RowsPerEpoch = _order.Length;
        int full = RowsPerEpoch / options.BatchSize;
        bool isIncomplete = RowsPerEpoch % options.BatchSize > 0;
        StepsPerEpoch = isIncomplete && (full == 0 || !options.DropIncomplete) ? full + 1 : full;
    }

    /// <summary>Rows of an epoch, those included that an incomplete last batch may lose.</summary>
    public int RowsPerEpoch { get; }

    /// <summary>Batches of an epoch, at least 1.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Bytes of the decoded pictures that are kept.</summary>
    public long CachedBytes => _cache.Bytes;

    /// <summary>Pictures met so far that cannot be used, in the order of the list; their rows are missing from their batches.</summary>
    public IReadOnlyList<SkippedPicture> Skipped =>
        [.. _reasons.OrderBy(pair => pair.Key).Select(pair => new SkippedPicture(_items[pair.Key].Path, pair.Value))];

    /// <summary>Makes a batch to fill; one is enough for all steps.</summary>
    public TrainingBatch CreateBatch() => new(_options.BatchSize, _preprocessing.CropSize, _classCount, _options.Augmentation.Mixes);

    /// <summary>Fills a batch.</summary>
    /// <param name="epoch">At least 0; pictures are augmented differently in each.</param>
    /// <param name="step">0 to <see cref="StepsPerEpoch"/> - 1, in any order.</param>
    /// <param name="batch">What <see cref="CreateBatch"/> gave; its content is replaced.</param>
    public void Fill(int epoch, int step, TrainingBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, StepsPerEpoch);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Capacity != _options.BatchSize || batch.Side != _preprocessing.CropSize)
        {
            throw new ArgumentException("The batch was made by other training batches; give one of CreateBatch.", nameof(batch));
        }

        ReadOnlySpan<EpochRow> rows = Rows(epoch, step);
        ulong seed = DeterministicRandom.DeriveSeed(_options.Seed, "augmentation", (ulong)VariantOf(epoch));
        _pool.Run(rows.Length, new FillRows(this, batch, step * _options.BatchSize, seed));
        batch.Complete(rows, _isFilled, _items);
        if (_options.Augmentation.Mixes)
        {
            BatchMixing.Apply(batch, _options.Augmentation, DeterministicRandom.For(seed, "mixing", (ulong)step));
        }
    }

    /// <summary>Most rows of a batch.</summary>
    internal int LargestBatch => _options.BatchSize;

    /// <summary>Which of the augmented forms an epoch takes.</summary>
    internal int VariantOf(int epoch) => _options.Variants == 0 ? epoch : epoch % _options.Variants;

    /// <summary>The rows of a step, those included that cannot be read.</summary>
    internal ReadOnlySpan<EpochRow> Rows(int epoch, int step)
    {
        if (epoch != _epoch)
        {
            _order = EpochOrder.Create(_items, _options, epoch);
            _epoch = epoch;
        }

        int first = step * _options.BatchSize;
        return _order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first));
    }

    /// <summary>Class of a picture of the list.</summary>
    internal int LabelOf(int item) => _items[item].ClassIndex;

    private void FillRow(TrainingBatch batch, int row, EpochRow source, ulong epochSeed)
    {
        if (!_workers.TryTake(out Worker? worker))
        {
            worker = new Worker(new Augmenter(_options.Augmentation, _preprocessing));
        }

        Image? prepared = Prepared(source.Item, worker);
        _isFilled[row] = prepared is not null;
        if (prepared is not null)
        {
            ulong key = (uint)source.Item | ((ulong)source.Occurrence << 32);
            Image picture = worker.Augmenter.ApplyPrepared(prepared, DeterministicRandom.For(epochSeed, "picture", key));
            _normalizer.Normalize(picture.Pixels, batch.Row(row));
        }

        _workers.Add(worker);
    }

    private Image? Prepared(int item, Worker worker)
    {
        if (_reasons.ContainsKey(item))
        {
            return null;
        }

        if (_cache.Find(item) is Image kept)
        {
            return kept;
        }

        try
        {
            Image prepared = _items[item] is DrawnItem drawn ? worker.Augmenter.Prepare(drawn.Draw()) : worker.Augmenter.Prepare(worker.File.Read(_items[item].Path));
            _cache.Offer(item, prepared);
            return prepared;
        }
        catch (ImageFormatException exception)
        {
            _reasons.TryAdd(item, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _reasons.TryAdd(item, $"The file cannot be read: {exception.Message}");
        }

        return null;
    }

    private readonly struct FillRows(TrainingBatches owner, TrainingBatch batch, int first, ulong epochSeed) : IParallelBody
    {
        public void Execute(int index) => owner.FillRow(batch, index, owner._order[first + index], epochSeed);
    }

    private sealed record Worker(Augmenter Augmenter)
    {
        public PictureFile File { get; } = new();
    }
}
