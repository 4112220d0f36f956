using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Pictures of one training step; its memory is used again for the next.</summary>
public sealed class TrainingBatch
{
    private readonly Memory<float> _pixels;
    private readonly float[] _targets;
    private readonly int _side;
    private readonly int _classes;
    private readonly int[] _labels;
    private readonly int[] _items;
    private Tensor<float>? _images;
    private Tensor<float>? _targetTensor;

    internal TrainingBatch(int capacity, int side, int classes, bool mixes)
    {
        _side = side;
        _classes = classes;
        _pixels = TensorMemory.Allocate<float>(checked(capacity * side * side * Image.Channels));
        _targets = mixes ? new float[capacity * classes] : [];
        _labels = new int[capacity];
        _items = new int[capacity];
    }

    /// <summary>Number of pictures: those of the step, less the ones that cannot be read; 0 where none of them can.</summary>
    public int Count { get; private set; }

    /// <summary>[Count, 3, side, side], channels-last, normalised. The same object as long as the count stays the same.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty.</exception>
    public Tensor<float> Images => _images is not null && _images.Shape[0] == Count
        ? _images
        : _images = Tensor.From(new Shape(NotEmpty(), Image.Channels, _side, _side), _pixels[..(Count * RowLength)], MemoryFormat.ChannelsLast);

    /// <summary>Class of each picture, before any mixing.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>Position of each picture in the list that the batches are made of.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    /// <summary>[Count, classes]: probabilities that are to be learned; null where the augmentation mixes no batches.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty.</exception>
    public Tensor<float>? Targets
    {
        get
        {
            if (_targets.Length == 0)
            {
                return null;
            }

            return _targetTensor is not null && _targetTensor.Shape[0] == Count
                ? _targetTensor
                : _targetTensor = Tensor.From<float>(new Shape(NotEmpty(), _classes), _targets.AsMemory(0, Count * _classes));
        }
    }

    internal int Capacity => _labels.Length;

    internal int Side => _side;

    internal int RowLength => _side * _side * Image.Channels;

    internal Span<float> Row(int row) => _pixels.Span.Slice(row * RowLength, RowLength);

    internal Span<float> Target(int row) => _targets.AsSpan(row * _classes, _classes);

    // Moves the rows that are there together and sets what belongs to them.
    internal void Complete(ReadOnlySpan<EpochRow> rows, ReadOnlySpan<bool> isFilled, IReadOnlyList<ImageItem> items)
    {
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (!isFilled[row])
            {
                continue;
            }

            if (row != count)
            {
                Row(row).CopyTo(Row(count));
            }

            _items[count] = rows[row].Item;
            _labels[count] = items[rows[row].Item].ClassIndex;
            count++;
        }

        Count = count;
        if (_targets.Length > 0)
        {
            _targets.AsSpan().Clear();
            for (int row = 0; row < count; row++)
            {
                Target(row)[_labels[row]] = 1;
            }
        }
    }

    private int NotEmpty() => Count > 0 ? Count : throw new InvalidOperationException("The batch is empty: none of its pictures can be read. Look at Count before.");
}
