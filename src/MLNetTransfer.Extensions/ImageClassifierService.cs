using Microsoft.Extensions.Logging;

namespace MLNetTransfer.Extensions;

/// <summary>
/// A classifier that lives as long as the application: loaded at the first call, and again in the background when its file has changed. Until the new
/// model is there, and when it cannot be loaded, the old one answers. All members may be called from several threads.
/// </summary>
/// <remarks>
/// The file is looked at when a call comes, not watched: notifications of the file system are not delivered on network drives and in many containers.
/// Replace the file by renaming a complete one over it, as the trainer does.
/// </remarks>
public sealed partial class ImageClassifierService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ImageClassifierServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Holder? _current;
    private Stamp _seen;
    private long _lastLook;
    private Task? _reload;
    private Exception? _failure;
    private bool _disposed;

    /// <summary>Makes the service; nothing is read yet.</summary>
    /// <param name="name">What logs and health checks call it.</param>
    /// <param name="path">The model: <c>.zip</c>, <c>.onnx</c>, or a name of the catalogue.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="logger">Told of loads and of failures to load.</param>
    /// <param name="time">The clock of <see cref="ImageClassifierServiceOptions.CheckInterval"/>; null for the system's.</param>
    public ImageClassifierService(string name, string path, ImageClassifierServiceOptions options, ILogger<ImageClassifierService> logger, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        if (options.CheckInterval < TimeSpan.Zero && options.CheckInterval != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.CheckInterval, "The check interval is negative; expected zero, a duration, or Timeout.InfiniteTimeSpan.");
        }

        Name = name;
        Path = path;
        _options = options;
        _logger = logger;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>What logs and health checks call it.</summary>
    public string Name { get; }

    /// <summary>The model.</summary>
    public string Path { get; }

    /// <summary>The class names of the model that answers now.</summary>
    public IReadOnlyList<string> ClassNames => Use(classifier => classifier.ClassNames);

    /// <summary>Why the model that the file holds now could not be loaded, or null.</summary>
    public Exception? LastFailure
    {
        get
        {
            lock (_lock)
            {
                return _failure;
            }
        }
    }

    /// <summary>Whether a model is loaded.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_lock)
            {
                return _current is not null;
            }
        }
    }

    /// <inheritdoc cref="ImageClassifier.Classify(string, int)"/>
    public IReadOnlyList<LabelProbability> Classify(string path, int top = 5) => Use(classifier => classifier.Classify(path, top));

    /// <inheritdoc cref="ImageClassifier.Classify(ReadOnlyMemory{byte}, int)"/>
    public IReadOnlyList<LabelProbability> Classify(ReadOnlyMemory<byte> content, int top = 5) => Use(classifier => classifier.Classify(content, top));

    /// <inheritdoc cref="ImageClassifier.Classify(Stream, int)"/>
    public IReadOnlyList<LabelProbability> Classify(Stream stream, int top = 5) => Use(classifier => classifier.Classify(stream, top));

    /// <inheritdoc cref="ImageClassifier.ClassifyAsync(string, int, CancellationToken)"/>
    public Task<IReadOnlyList<LabelProbability>> ClassifyAsync(string path, int top = 5, CancellationToken cancellationToken = default) =>
        UseAsync(classifier => classifier.ClassifyAsync(path, top, cancellationToken), cancellationToken);

    /// <inheritdoc cref="ImageClassifier.ClassifyAsync(Stream, int, CancellationToken)"/>
    public Task<IReadOnlyList<LabelProbability>> ClassifyAsync(Stream stream, int top = 5, CancellationToken cancellationToken = default) =>
        UseAsync(classifier => classifier.ClassifyAsync(stream, top, cancellationToken), cancellationToken);

    /// <summary>Works with the model that answers now; it stays loaded until the work returns.</summary>
    /// <param name="work">What to do; the classifier is not to be disposed, nor to be kept.</param>
    /// <exception cref="ObjectDisposedException">The service is disposed.</exception>
    /// <remarks>The first call loads the model and throws what <see cref="ImageClassifier.Load(string, ImageClassifierOptions?)"/> throws; the call after a failure tries again.</remarks>
    public T Use<T>(Func<ImageClassifier, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Holder holder = Enter();
        try
        {
            return work(holder.Classifier);
        }
        finally
        {
            Leave(holder);
        }
    }

    /// <summary>Works with the model that answers now; it stays loaded until the task is done.</summary>
    /// <inheritdoc cref="Use{T}(Func{ImageClassifier, T})"/>
    public async Task<T> UseAsync<T>(Func<ImageClassifier, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        Holder holder = await Task.Run(Enter, cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(holder.Classifier).ConfigureAwait(false);
        }
        finally
        {
            Leave(holder);
        }
    }

    /// <summary>Looks at the file now and waits until the model that it holds is loaded.</summary>
    /// <returns>False when it cannot be loaded; <see cref="LastFailure"/> says why, and the model from before, if there was one, goes on.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken = default)
    {
        Task? reload;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Look();
            if (_current is null && _reload is null)
            {
                StartReload(Stamp.Of(Path));
            }

            reload = _reload;
        }

        if (reload is not null)
        {
            await reload.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return LastFailure is null;
    }

    /// <summary>Lets the model go when the calls that are under way have ended.</summary>
    public void Dispose()
    {
        Holder? last;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            last = _current;
            _current = null;
        }

        if (last is not null)
        {
            Leave(last);
        }
    }

    private Holder Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is null)
            {
                // The callers behind this one wait here for the same load.
                Stamp stamp = Stamp.Of(Path);
                _lastLook = _time.GetTimestamp();
                try
                {
                    Take(ImageClassifier.Load(Path, _options.Classifier), stamp);
                }
                catch (Exception exception)
                {
                    _failure = exception;
                    LogFailure(_logger, Name, Path, exception);
                    throw;
                }
            }
            else if (_options.CheckInterval != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(_lastLook) >= _options.CheckInterval)
            {
                Look();
            }

            _current!.Users++;
            return _current;
        }
    }

    private void Leave(Holder holder)
    {
        bool last;
        lock (_lock)
        {
            last = --holder.Users == 0;
        }

        if (last)
        {
            holder.Classifier.Dispose();
        }
    }

    // Under the lock.
    private void Look()
    {
        _lastLook = _time.GetTimestamp();
        Stamp stamp = Stamp.Of(Path);
        if (_current is not null && _reload is null && stamp != _seen)
        {
            StartReload(stamp);
        }
    }

    private void StartReload(Stamp stamp)
    {
        // A file that cannot be loaded is tried again when it changes again.
        _seen = stamp;
        _reload = Task.Run(() => Reload(stamp));
    }

    private void Reload(Stamp stamp)
    {
        Holder? old = null;
        try
        {
            ImageClassifier classifier = ImageClassifier.Load(Path, _options.Classifier);
            lock (_lock)
            {
                _reload = null;
                if (_disposed)
                {
                    classifier.Dispose();
                    return;
                }

                old = _current;
                Take(classifier, stamp);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with the new file, the old model goes on; the failure is logged and kept for the health check.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailure(_logger, Name, Path, exception);
            lock (_lock)
            {
                _reload = null;
                _failure = exception;
            }
        }

        if (old is not null)
        {
            Leave(old);
        }
    }

    // Under the lock.
    private void Take(ImageClassifier classifier, Stamp stamp)
    {
        _current = new Holder(classifier);
        _seen = stamp;
        _failure = null;
        LogLoaded(_logger, Name, Path, classifier.ClassNames.Count);
    }

    [LoggerMessage(1, LogLevel.Information, "The image classifier '{Name}' is loaded from {Path}: {Classes} classes.")]
    private static partial void LogLoaded(ILogger logger, string name, string path, int classes);

    [LoggerMessage(2, LogLevel.Error, "The image classifier '{Name}' cannot be loaded from {Path}.")]
    private static partial void LogFailure(ILogger logger, string name, string path, Exception exception);

    // The service is the first user; the last one disposes.
    private sealed class Holder(ImageClassifier classifier)
    {
        public ImageClassifier Classifier { get; } = classifier;

        public int Users { get; set; } = 1;
    }

    private readonly record struct Stamp(DateTime Written, long Length)
    {
        public static Stamp Of(string path)
        {
            FileInfo file = new(path);
            return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
