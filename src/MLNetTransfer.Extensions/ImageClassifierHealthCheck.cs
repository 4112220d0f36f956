using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetTransfer.Extensions;

/// <summary>
/// Healthy: the model that the file holds answers. Degraded: the file has changed and cannot be loaded, the model from before answers. The registration's
/// status for failures: there is no model.
/// </summary>
internal sealed class ImageClassifierHealthCheck(ImageClassifierService service) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await service.RefreshAsync(cancellationToken).ConfigureAwait(false))
        {
            return HealthCheckResult.Healthy($"{service.Path}: {service.ClassNames.Count} classes.");
        }

        Exception? failure = service.LastFailure;
        return service.IsLoaded
            ? HealthCheckResult.Degraded($"{service.Path} has changed and cannot be loaded; the model from before answers. {failure?.Message}", failure)
            : new HealthCheckResult(context.Registration.FailureStatus, $"{service.Path} cannot be loaded. {failure?.Message}", failure);
    }
}
