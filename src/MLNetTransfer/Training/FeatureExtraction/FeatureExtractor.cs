using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Inference;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>Computes the features of picture files, those that the cache does not have yet, and remembers which row of the cache is whose.</summary>
public sealed class FeatureExtractor(PicturePipeline pipeline, FeatureCache cache)
{
    /// <summary>Looks up or computes the features of every picture.</summary>
    /// <param name="items">The pictures.</param>
    /// <param name="task">Told of every picture that is done, or null.</param>
    /// <param name="cancellationToken">Stops soon; what was computed stays in the cache.</param>
    public ExtractedFeatures Extract(IReadOnlyList<ImageItem> items, IProgressTask? task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        Consumer consumer = new(cache, items.Count);
        pipeline.Run([.. items.Select(item => item.Path)], consumer, task, cancellationToken);
        return consumer.ToResult(items);
    }

    private sealed class Consumer(FeatureCache cache, int count) : IPixelConsumer
    {
        private readonly int[] _rows = Filled(count);
        private readonly ContentKey[] _keys = new ContentKey[count];
        private readonly PictureFingerprint?[] _fingerprints = new PictureFingerprint?[count];
        private readonly string?[] _reasons = new string?[count];
        private int _computed;

        public bool Wants(int index, ReadOnlySpan<byte> content)
        {
            ContentKey key = ContentKey.Of(content);
            _keys[index] = key;
            if (!cache.TryFind(key, out int row))
            {
                return true;
            }

            // Without its fingerprint, which an older cache lacks, a picture is read again.
            _fingerprints[index] = cache.Fingerprints.Read(row, key);
            if (_fingerprints[index] is null)
            {
                return true;
            }

            _rows[index] = row;
            return false;
        }

        public void See(int index, ReadOnlySpan<byte> pixels, int side) => _fingerprints[index] = PictureFingerprint.Of(pixels, side, side);

        public void Accept(int index, ReadOnlySpan<float> output)
        {
            foreach (float value in output)
            {
                if (!float.IsFinite(value))
                {
                    _reasons[index] = "The network gives numbers for it that are not finite; check the preprocessing and the backbone.";
                    return;
                }
            }

            Interlocked.Increment(ref _computed);
            int row = cache.Add(_keys[index], output);
            cache.Fingerprints.Write(row, _keys[index], _fingerprints[index]!);
            _rows[index] = row;
        }

        public void Reject(int index, string reason) => _reasons[index] = reason;

        public ExtractedFeatures ToResult(IReadOnlyList<ImageItem> items)
        {
            List<ExtractedPicture> pictures = [];
            List<SkippedPicture> skipped = [];
            for (int index = 0; index < items.Count; index++)
            {
                if (_rows[index] >= 0)
                {
                    pictures.Add(new ExtractedPicture(items[index], _keys[index], _rows[index]) { Fingerprint = _fingerprints[index] });
                }
                else
                {
                    skipped.Add(new SkippedPicture(items[index].Path, _reasons[index] ?? "It was not read."));
                }
            }

            return new ExtractedFeatures(pictures, skipped, _computed);
        }

        private static int[] Filled(int count)
        {
            int[] rows = new int[count];
            Array.Fill(rows, -1);
            return rows;
        }
    }
}
