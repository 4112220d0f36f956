using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNetTransfer.Backbones;

namespace MLNetTransfer.Extensions.Tests;

public sealed class ImageClassifierServiceTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    [Fact]
    public async Task AddImageClassifier_TwoNames_AreInjectedByKeyAndTheFirstWithout()
    {
        models.Place("a.zip", "first");
        models.Place("b.zip", "second");
        using ServiceProvider provider = new ServiceCollection()
            .AddImageClassifier("a", models.PathOf("a.zip"), options => options.Classifier = new ImageClassifierOptions { Threads = 1 })
            .AddImageClassifier("b", models.PathOf("b.zip"))
            .BuildServiceProvider();

        ImageClassifierService first = provider.GetRequiredKeyedService<ImageClassifierService>("a");

        Assert.Equal(models.First, first.Classify(models.Picture));
        Assert.Equal(models.Second, provider.GetRequiredKeyedService<ImageClassifierService>("b").Classify(new MemoryStream(models.Picture)));
        Assert.Same(first, provider.GetRequiredService<ImageClassifierService>());
        Assert.Equal(models.First, await first.ClassifyAsync(new MemoryStream(models.Picture)));
        Assert.Equal(["blue", "green", "red"], first.ClassNames);
    }

    [Fact]
    public void AddImageClassifier_SameNameTwice_IsRefused()
    {
        IServiceCollection services = new ServiceCollection().AddImageClassifier("a", "a.zip");

        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => services.AddImageClassifier("a", "b.zip")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NegativeInterval_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Service("x.zip", options: new() { CheckInterval = TimeSpan.FromSeconds(-3) }));

    [Fact]
    public async Task Classify_FileReplaced_NewModelAnswersAfterTheInterval()
    {
        models.Place("served.zip", "first");
        Clock clock = new();
        Logger logger = new();
        using ImageClassifierService service = Service("served.zip", clock, logger);
        Assert.Equal(models.First, service.Classify(models.Picture));

        models.Place("served.zip", "second");
        Assert.Equal(models.First, service.Classify(models.Picture));
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(models.First, service.Classify(models.Picture));
        await Until(() => models.Second.SequenceEqual(service.Classify(models.Picture)));

        Assert.Equal([LogLevel.Information, LogLevel.Information], logger.Levels);
    }

    [Fact]
    public async Task Classify_FileReplacedByNoModel_OldModelGoesOnAndHealthIsDegraded()
    {
        models.Place("spoilt.zip", "first");
        Logger logger = new();
        using ImageClassifierService service = Service("spoilt.zip", logger: logger);
        Assert.Equal(HealthStatus.Healthy, (await Check(service)).Status);

        models.Place("spoilt.zip", null);

        HealthCheckResult degraded = await Check(service);
        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Contains("spoilt.zip", degraded.Description, StringComparison.Ordinal);
        Assert.NotNull(degraded.Exception);
        Assert.Equal(models.First, service.Classify(models.Picture));
        Assert.Equal([LogLevel.Information, LogLevel.Error], logger.Levels);

        models.Place("spoilt.zip", "second");

        Assert.Equal(HealthStatus.Healthy, (await Check(service)).Status);
        Assert.Equal(models.Second, service.Classify(models.Picture));
    }

    [Fact]
    public async Task Classify_FileAbsentAtFirst_FailsThenWorks()
    {
        using ImageClassifierService service = Service("late.zip");

        Assert.Throws<MissingModelException>(() => service.Classify(models.Picture));
        Assert.IsType<MissingModelException>(service.LastFailure);
        Assert.Equal(HealthStatus.Unhealthy, (await Check(service)).Status);
        models.Place("late.zip", "first");

        Assert.Equal(models.First, service.Classify(models.Picture));
        Assert.Null(service.LastFailure);
    }

    [Fact]
    public async Task Use_ReplacedWhileWorking_KeepsItsModelUntilItReturns()
    {
        models.Place("busy.zip", "first");
        using ImageClassifierService service = Service("busy.zip");

        IReadOnlyList<LabelProbability> answer = await service.UseAsync(async classifier =>
        {
            models.Place("busy.zip", "second");
            Assert.True(await service.RefreshAsync());
            Assert.Equal(models.Second, service.Classify(models.Picture));
            return classifier.Classify(models.Picture);
        });

        Assert.Equal(models.First, answer);
    }

    [Fact]
    public async Task Classify_ManyThreadsWhileReplaced_AlwaysAnswersAsOneOfBoth()
    {
        models.Place("rolling.zip", "first");
        using ImageClassifierService service = Service("rolling.zip", options: new() { CheckInterval = TimeSpan.Zero, Classifier = new() { Threads = 1 } });
        using CancellationTokenSource stop = new();
        Task<int>[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int calls = 0;
            while (!stop.IsCancellationRequested)
            {
                IReadOnlyList<LabelProbability> answer = service.Classify(models.Picture);
                Assert.True(answer.SequenceEqual(models.First) || answer.SequenceEqual(models.Second));
                calls++;
            }

            return calls;
        }))];

        for (int turn = 0; turn < 10; turn++)
        {
            models.Place("rolling.zip", turn % 2 == 0 ? "second" : "first");
            Assert.True(await service.RefreshAsync());
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), calls => Assert.True(calls > 0));
    }

    [Fact]
    public async Task AnyCall_Disposed_IsRefused()
    {
        models.Place("gone.zip", "first");
        ImageClassifierService service = Service("gone.zip");
        service.Classify(models.Picture);

        service.Dispose();
        service.Dispose();

        Assert.Throws<ObjectDisposedException>(() => service.Classify(models.Picture));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => service.RefreshAsync());
    }

    [Fact]
    public async Task HealthChecks_ServiceProvider_LoadsAndReports()
    {
        models.Place("checked.zip", "first");
        ServiceCollection services = new();
        services.AddLogging();
        services.AddImageClassifier("colours", models.PathOf("checked.zip"));
        services.AddHealthChecks().AddImageClassifier("colours", tags: ["ready"]);
        using ServiceProvider provider = services.BuildServiceProvider();

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(["ready"], report.Entries["image-classifier-colours"].Tags);
        Assert.True(provider.GetRequiredService<ImageClassifierService>().IsLoaded);
    }

    private static Task<HealthCheckResult> Check(ImageClassifierService service) =>
        new ImageClassifierHealthCheck(service).CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("check", _ => null!, null, null) });

    private static async Task Until(Func<bool> condition)
    {
        for (int turn = 0; turn < 1000 && !condition(); turn++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    private ImageClassifierService Service(string file, TimeProvider? clock = null, ILogger<ImageClassifierService>? logger = null, ImageClassifierServiceOptions? options = null) =>
        new("test", models.PathOf(file), options ?? new() { Classifier = new() { Threads = 1 } }, logger ?? NullLogger<ImageClassifierService>.Instance, clock);

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Logger : ILogger<ImageClassifierService>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
