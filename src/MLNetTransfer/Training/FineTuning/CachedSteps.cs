using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Batches whose values at the freeze line are computed once for each form of a picture (<see cref="TrainingBatchesOptions.Variants"/>) and kept in a temporary file:
/// the frozen part never runs on them again. The numbers are those of <see cref="PictureSteps"/>.
/// </summary>
internal sealed class CachedSteps : IStepSource, IDisposable
{
    private readonly PictureSteps _source;
    private readonly TrainingBatches _batches;
    private readonly CutCache _cache;
    private readonly Action<string> _warn;
    private readonly IReadOnlyList<GraphValue> _values;
    private readonly float[] _record;
    private readonly int[] _labels;
    private bool _isKept = true;

    /// <summary>Makes the source.</summary>
    /// <param name="network">Its line is where values are kept.</param>
    /// <param name="source">Computes what is not there yet.</param>
    /// <param name="batches">What the source takes its pictures from.</param>
    /// <param name="cache">Empty, with records of <see cref="RecordLength"/>; disposed with this.</param>
    /// <param name="warn">Told when the disk is full; the rest is then computed each time.</param>
    public CachedSteps(TrainableNetwork network, PictureSteps source, TrainingBatches batches, CutCache cache, Action<string> warn)
    {
        _source = source;
        _batches = batches;
        _warn = warn;
        _record = new float[RecordLength(network)];
        _cache = cache;
        _labels = new int[batches.LargestBatch];
        _values = [.. network.Cut.Select(input => new GraphValue(input.Name, [.. input.Dimensions!.Skip(1).Select(dimension => (int)dimension.Value!.Value)]))];
    }

    /// <inheritdoc/>
    public int StepsPerEpoch => _source.StepsPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyList<SkippedPicture> Skipped => _source.Skipped;

    /// <summary>Bytes that are kept so far.</summary>
    public long Bytes => _cache.Bytes;

    /// <summary>Elements that one picture has at the line.</summary>
    public static int RecordLength(TrainableNetwork network) =>
        network.Cut.Sum(input => input.Dimensions!.Aggregate(1, (product, dimension) => checked(product * (int)dimension.Value!.Value)));

    /// <inheritdoc/>
    public StepBatch? Take(int epoch, int step)
    {
        ReadOnlySpan<EpochRow> rows = _batches.Rows(epoch, step);
        int variant = _batches.VariantOf(epoch);
        bool isKnown = true;
        foreach (EpochRow row in rows)
        {
            isKnown &= _cache.Knows(variant, row.Item, row.Occurrence);
        }

        if (isKnown)
        {
            return Read(rows, variant);
        }

        StepBatch? batch = _source.Take(epoch, step);
        if (_isKept)
        {
            try
            {
                Keep(rows, variant, batch);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _isKept = false;
                _warn($"The values of the frozen part can no longer be kept ({exception.Message}); from here on it runs on every picture in every epoch. The result is the same.");
            }
        }

        return batch;
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private void Keep(ReadOnlySpan<EpochRow> rows, int variant, StepBatch? batch)
    {
        ReadOnlySpan<int> items = batch is null ? [] : _source.Items;
        int index = 0;
        foreach (EpochRow row in rows)
        {
            bool isThere = index < items.Length && items[index] == row.Item;
            if (!_cache.Knows(variant, row.Item, row.Occurrence))
            {
                if (isThere)
                {
                    Gather(batch!, index);
                    _cache.Write(variant, row.Item, row.Occurrence, _record);
                }
                else
                {
                    _cache.AddUnreadable(variant, row.Item, row.Occurrence);
                }
            }

            index += isThere ? 1 : 0;
        }
    }

    private void Gather(StepBatch batch, int row)
    {
        int position = 0;
        foreach (GraphValue value in _values)
        {
            Tensor<float> tensor = (Tensor<float>)batch.Inputs[value.Name];
            value.Format = tensor.Format;
            tensor.Span.Slice(row * value.Length, value.Length).CopyTo(_record.AsSpan(position));
            position += value.Length;
        }
    }

    private StepBatch? Read(ReadOnlySpan<EpochRow> rows, int variant)
    {
        int count = 0;
        foreach (EpochRow row in rows)
        {
            if (!_cache.TryRead(variant, row.Item, row.Occurrence, _record))
            {
                continue;
            }

            int position = 0;
            foreach (GraphValue value in _values)
            {
                value.Row(count, rows.Length, _record.AsSpan(position, value.Length));
                position += value.Length;
            }

            _labels[count++] = _batches.LabelOf(row.Item);
        }

        return count == 0 ? null : new StepBatch(
            _values.ToDictionary(value => value.Name, Tensor (value) => value.ToTensor(count), StringComparer.Ordinal),
            _labels.AsMemory(0, count),
            null);
    }

    // One value at the line for the pictures of a batch.
    private sealed class GraphValue(string name, int[] dimensions)
    {
        private Memory<float> _memory;

        public string Name => name;

        public int Length { get; } = dimensions.Aggregate(1, (product, size) => product * size);

        public MemoryFormat Format { get; set; }

        public void Row(int index, int rows, ReadOnlySpan<float> values)
        {
            if (_memory.Length < rows * Length)
            {
                _memory = TensorMemory.Allocate<float>(rows * Length);
            }

            values.CopyTo(_memory.Span[(index * Length)..]);
        }

        public Tensor<float> ToTensor(int count) => Tensor.From(new Shape([count, .. dimensions]), _memory[..(count * Length)], Format);
    }
}
