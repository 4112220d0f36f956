using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Inference;

/// <summary>
/// Runs a graph over many picture files. Every worker reads, decodes, resizes and infers by itself, a small batch at a time, so that there is
/// nothing to wait for; memory does not depend on the number of pictures, and an answer depends neither on the batch nor on the number of threads.
/// </summary>
public sealed class PicturePipeline : IDisposable
{
    private readonly Graph _graph;
    private readonly Preprocessing _preprocessing;
    private readonly int _threads;
    private readonly int _batchSize;
    private readonly bool _channelsLastInput;
    private readonly List<Worker> _workers = [];
    private Worker? _single;

    /// <summary>Makes a pipeline.</summary>
    /// <param name="graph">One input of rank 4 with three channels, first or last; one float output whose first dimension is the batch. Best folded and fused.</param>
    /// <param name="preprocessing">How a picture becomes the input.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="batchSize">Pictures that a worker infers at once, at least 1; null for as many as suit the graph.</param>
    public PicturePipeline(Graph graph, Preprocessing preprocessing, int threads, int? batchSize = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize ?? 1, 1, nameof(batchSize));
        _graph = graph;
        _preprocessing = preprocessing;
        _threads = threads;
        _channelsLastInput = GraphInputs.IsChannelsLast(graph);
        _batchSize = GraphInputs.FixedBatch(graph) ?? batchSize ?? PicturesAtOnce.Choose(graph, InputShape(1));
    }

    /// <summary>Runs the graph over all files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="consumer">Gets one call of Accept or Reject for each file that it wants.</param>
    /// <param name="task">Told of every file that is done, or null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void Run(IReadOnlyList<string> paths, IPictureConsumer consumer, IProgressTask? task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(consumer);
        PathQueue queue = new(paths);
        if (paths.Count < _threads)
        {
            // Too few pictures to give every worker one: the threads share the work inside the operators instead.
            _single ??= new Worker(this, new WorkerPool(_threads));
            _single.Run(queue, consumer, task, cancellationToken);
            return;
        }

        while (_workers.Count < _threads)
        {
            _workers.Add(new Worker(this, new WorkerPool(1)));
        }

        // The first failure stops the others at their next picture.
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        Thread[] threads = [.. _workers.Skip(1).Select(worker => new Thread(() => Guarded(worker)) { IsBackground = true, Name = "picture pipeline" })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        Guarded(_workers[0]);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        void Guarded(Worker worker)
        {
            try
            {
                worker.Run(queue, consumer, task, stop.Token);
            }
#pragma warning disable CA1031 // Whatever a worker meets is raised again on the calling thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, exception, null);
                stop.Cancel();
            }
        }
    }

    /// <summary>Runs the graph on one decoded picture, with all threads.</summary>
    /// <returns>The row of the output; the caller owns it.</returns>
    public float[] Run(Image image)
    {
        _single ??= new Worker(this, new WorkerPool(_threads));
        return _single.Run(image);
    }

    /// <summary>Runs the graph on one picture file that is already in memory, with all threads.</summary>
    /// <returns>The row of the output; the caller owns it.</returns>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public float[] Run(ReadOnlyMemory<byte> content)
    {
        _single ??= new Worker(this, new WorkerPool(_threads));
        return _single.Run(content);
    }

    private Shape InputShape(int pictures)
    {
        int side = _preprocessing.CropSize;
        return _channelsLastInput ? new Shape(pictures, side, side, Image.Channels) : new Shape(pictures, Image.Channels, side, side);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }

        _single?.Dispose();
    }

    private sealed class PathQueue(IReadOnlyList<string> paths)
    {
        private int _next = -1;

        public string? Take(out int index)
        {
            index = Interlocked.Increment(ref _next);
            return index < paths.Count ? paths[index] : null;
        }
    }

    private sealed class Worker : IDisposable
    {
        private readonly PicturePipeline _owner;
        private readonly WorkerPool _pool;
        private readonly GraphExecutor _executor;
        private readonly PicturePreprocessor _preprocessor;
        private readonly PictureFile _file = new();
        private readonly Memory<float> _input;
        private readonly int[] _indices;
        private int _filled;

        public Worker(PicturePipeline owner, WorkerPool pool)
        {
            _owner = owner;
            _pool = pool;
            _executor = new GraphExecutor(owner._graph, pool);
            _preprocessor = new PicturePreprocessor(owner._preprocessing);
            _input = TensorMemory.Allocate<float>(owner._batchSize * _preprocessor.InputLength);
            _indices = new int[owner._batchSize];
        }

        public void Run(PathQueue queue, IPictureConsumer consumer, IProgressTask? task, CancellationToken cancellationToken)
        {
            _filled = 0;
            while (queue.Take(out int index) is string path)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!TryLoad(path, index, consumer))
                {
                    task?.Advance();
                    continue;
                }

                _indices[_filled++] = index;
                if (_filled == _owner._batchSize)
                {
                    Flush(consumer, task);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            Flush(consumer, task);
        }

        public float[] Run(Image image)
        {
            _preprocessor.Prepare(image, Slot(0));
            return Infer(1).Span[..OutputLength].ToArray();
        }

        public float[] Run(ReadOnlyMemory<byte> content)
        {
            _preprocessor.Prepare(content, Slot(0));
            return Infer(1).Span[..OutputLength].ToArray();
        }

        public void Dispose() => _pool.Dispose();

        private int OutputLength { get; set; }

        private bool TryLoad(string path, int index, IPictureConsumer consumer)
        {
            try
            {
                ReadOnlyMemory<byte> content = _file.Read(path);
                if (!consumer.Wants(index, content.Span))
                {
                    return false;
                }

                _preprocessor.Prepare(content, Slot(_filled));
                (consumer as IPixelConsumer)?.See(index, _preprocessor.Pixels, _owner._preprocessing.CropSize);
                return true;
            }
            catch (ImageFormatException exception)
            {
                consumer.Reject(index, exception.Message);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                consumer.Reject(index, $"The file cannot be read: {exception.Message}");
            }

            return false;
        }

        private Span<float> Slot(int position) => _input.Span.Slice(position * _preprocessor.InputLength, _preprocessor.InputLength);

        private void Flush(IPictureConsumer consumer, IProgressTask? task)
        {
            if (_filled == 0)
            {
                return;
            }

            Tensor<float> output = Infer(_filled);
            for (int position = 0; position < _filled; position++)
            {
                consumer.Accept(_indices[position], output.Span.Slice(position * OutputLength, OutputLength));
            }

            task?.Advance(_filled);
            _filled = 0;
        }

        private Tensor<float> Infer(int count)
        {
            // A graph of fixed batch runs on the full buffer; the rows behind the count are left over from before and ignored.
            int batch = GraphInputs.FixedBatch(_owner._graph) ?? count;
            Memory<float> elements = _input[..(batch * _preprocessor.InputLength)];
            Tensor<float> input = Tensor.From(_owner.InputShape(batch), elements, _owner._channelsLastInput ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast);
            Tensor<float> output = (Tensor<float>)_executor.Run(input);
            OutputLength = output.Shape.Count / batch;
            return output;
        }
    }
}
