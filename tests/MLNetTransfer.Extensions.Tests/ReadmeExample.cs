using Microsoft.Extensions.DependencyInjection;
using MLNetTransfer;
using MLNetTransfer.Extensions;

namespace ReadmeExample;

/// <summary>Code of the README; a test holds the two against each other.</summary>
internal static class Example
{
    internal static async Task Run(ServiceCollection services, Stream upload, CancellationToken cancellationToken)
    {
        // begin
        services.AddImageClassifier("flowers", "models/flowers.zip");
        services.AddHealthChecks().AddImageClassifier("flowers");

        // in a class with the parameter [FromKeyedServices("flowers")] ImageClassifierService flowers
        async Task<LabelProbability> ClassifyAsync(ImageClassifierService flowers) =>
            (await flowers.ClassifyAsync(upload, top: 1, cancellationToken))[0];

        // end
        await ClassifyAsync(null!);
    }
}
