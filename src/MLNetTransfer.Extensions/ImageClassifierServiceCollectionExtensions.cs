using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MLNetTransfer.Extensions;

/// <summary>Registers classifiers.</summary>
public static class ImageClassifierServiceCollectionExtensions
{
    /// <summary>
    /// Registers a classifier by name: <c>[FromKeyedServices("flowers")] ImageClassifierService classifier</c>. The first that is registered is also what
    /// is injected without a name.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The key.</param>
    /// <param name="path">The model: <c>.zip</c>, <c>.onnx</c>, or a name of the catalogue. Read when it is first used.</param>
    /// <param name="configure">Changes the options, or null.</param>
    /// <exception cref="ArgumentException">A classifier of this name is registered already.</exception>
    public static IServiceCollection AddImageClassifier(this IServiceCollection services, string name, string path, Action<ImageClassifierServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool first = true;
        foreach (ServiceDescriptor service in services.Where(service => service.ServiceType == typeof(ImageClassifierService) && service.IsKeyedService))
        {
            first = false;
            if (Equals(service.ServiceKey, name))
            {
                throw new ArgumentException($"An image classifier '{name}' is registered already; expected another name.", nameof(name));
            }
        }

        ImageClassifierServiceOptions options = new();
        configure?.Invoke(options);
        services.AddKeyedSingleton(name, (provider, _) => new ImageClassifierService(
            name, path, options, provider.GetService<ILogger<ImageClassifierService>>() ?? NullLogger<ImageClassifierService>.Instance, provider.GetService<TimeProvider>()));
        if (first)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<ImageClassifierService>(name));
        }

        return services;
    }

    /// <summary>
    /// Adds a health check of a registered classifier, named <c>image-classifier-</c> and its name. It loads the model when that has not been done, so that an
    /// application that waits for it answers its first request at once.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> gives.</param>
    /// <param name="name">The name that the classifier is registered by.</param>
    /// <param name="failureStatus">What is reported when there is no model; null for unhealthy.</param>
    /// <param name="tags">Tags of the check, for instance <c>ready</c>.</param>
    public static IHealthChecksBuilder AddImageClassifier(this IHealthChecksBuilder builder, string name, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(
            $"image-classifier-{name}", provider => new ImageClassifierHealthCheck(provider.GetRequiredKeyedService<ImageClassifierService>(name)), failureStatus, tags));
    }
}
