using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.FromScratch;

namespace MLNetTransfer;

/// <summary>What a run will do and about how long it will take, from a few pictures' worth of its own work on this machine.</summary>
internal sealed class RunPlan
{
    private const int Pictures = 8;

    // Head: a few hundred passes over the features, which are memory-bound.
    private const double HeadSecondsPerElement = 2.5e-7;

    private readonly double _features;
    private readonly double _frozen;
    private readonly double _trained;
    private readonly double _validated;
    private readonly int _featureLength;

    private RunPlan(double features, double frozen, double trained, double validated, int featureLength)
    {
        _features = features;
        _frozen = frozen;
        _trained = trained;
        _validated = validated;
        _featureLength = featureLength;
    }

    /// <summary>Measures the seconds of a picture: features, frozen part, training, validation. Nothing of it is kept; pixels are zero, since no kernel's time depends on them.</summary>
    /// <param name="backbone">The backbone.</param>
    /// <param name="firstNode">First node that is trained.</param>
    /// <param name="trainsNormalization">As the run will do.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="pool">The threads that the run will have.</param>
    public static RunPlan Measure(PreparedBackbone backbone, int firstNode, bool trainsNormalization, int classes, WorkerPool pool)
    {
        int side = backbone.Preprocessing.Preprocessing.CropSize;
        TrainableNetwork network = TrainableNetwork.Create(
            backbone.Trainable, FreshWeights.Head(backbone.FeatureLength, classes), firstNode, trainsNormalization, side, pool);
        int count = GraphInputs.FixedBatch(backbone.Trainable) ?? Pictures;
        GraphInput input = GraphInputs.Picture(backbone.Trainable);
        Shape shape = GraphInputs.IsChannelsLast(backbone.Trainable) ? new Shape(count, side, side, 3) : new Shape(count, 3, side, side);
        Dictionary<string, Tensor> picture = new(StringComparer.Ordinal) { [input.Name] = Tensor.Create<float>(shape) };
        GraphExecutor whole = new(GraphOptimizer.OptimizeForInference(backbone.Features), pool);
        double features = Seconds(() => whole.Run(picture));
        double frozen = 0;
        if (network.Frozen is not null)
        {
            GraphExecutor front = new(network.Frozen, pool);
            frozen = Seconds(() => front.Run(picture));
        }

        Dictionary<string, Tensor> cut = network.Cut.ToDictionary(
            value => value.Name,
            Tensor (value) => Tensor.Create<float>(new Shape([count, .. value.Dimensions!.Skip(1).Select(dimension => (int)dimension.Value!.Value)])),
            StringComparer.Ordinal);
        Tensor<float> gradient = Tensor.Create<float>(new Shape(count, classes));
        double forward = Seconds(() => network.Executor.Forward(cut));
        double step = Seconds(() =>
        {
            network.Executor.Forward(cut);
            network.Executor.Backward(gradient);
        });
        return new RunPlan(features / count, frozen / count, step / count, (network.Frozen is null ? features : forward) / count, backbone.FeatureLength);
    }

    /// <summary>The plan in one line.</summary>
    /// <param name="pictures">All pictures.</param>
    /// <param name="training">Those that are trained on.</param>
    /// <param name="validation">Those of validation.</param>
    /// <param name="tuning">How the network is trained.</param>
    /// <param name="variants">Forms of a picture that are kept at the freeze line; 0 for none.</param>
    public string Describe(int pictures, int training, int validation, FineTuningOptions tuning, int variants)
    {
        int frozenPasses = variants == 0 ? tuning.Epochs : Math.Min(variants, tuning.Epochs);
        double tuned = (training * ((tuning.Epochs * _trained) + (frozenPasses * _frozen))) + (validation * tuning.Epochs * _validated);
        string limit = tuning.TimeLimit is TimeSpan most && most.TotalSeconds < tuned
            ? $"; it ends with the epoch that passes {Text(most.TotalSeconds)}"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Plan, measured on this machine: features of {pictures} pictures about {Text(pictures * _features)} (less what the cache holds), head about {Text(HeadSecondsPerElement * training * _featureLength)}, {tuning.Epochs} epochs of {training} pictures about {Text(tuned)}{limit}.");
    }

    // The first run plans, allocates and compiles.
    private static double Seconds(Action work)
    {
        work();
        long begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static string Text(double seconds) =>
        seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds)):0} s")
        : seconds < 5400 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
