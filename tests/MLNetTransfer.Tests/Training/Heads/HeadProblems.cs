using MLNetTransfer.Randomness;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

/// <summary>Small problems that tests of heads share.</summary>
internal static class HeadProblems
{
    /// <summary>Row-major features and labels of the problem of reference.py.</summary>
    public static (float[] Features, int[] Labels) Reference()
    {
        float[] features = new float[12 * 3];
        int[] labels = new int[12];
        for (int row = 0; row < 12; row++)
        {
            labels[row] = ((row * row) + (row / 3)) % 3;
            for (int column = 0; column < 3; column++)
            {
                features[(row * 3) + column] = ((((7 * row) + (5 * column) + (3 * row * column)) % 11) * 0.5f) + (column * 10);
            }
        }

        return (features, labels);
    }

    /// <summary>Gaussian clouds, one a class, whose centres lie the given number of deviations from the origin.</summary>
    public static LabelledFeatures Clouds(int rows, int features, int classes, double distance, ulong seed = 1)
    {
        DeterministicRandom centres = DeterministicRandom.For(1, "centres");
        double[] centre = [.. Enumerable.Range(0, classes * features).Select(_ => centres.NextGaussian() * distance / Math.Sqrt(features))];
        DeterministicRandom random = DeterministicRandom.For(seed, "clouds");
        float[] values = new float[rows * features];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextInt32(classes);
            for (int feature = 0; feature < features; feature++)
            {
                values[(row * features) + feature] = (float)((centre[(labels[row] * features) + feature] + random.NextGaussian()) * (1 + (feature % 3)) + (feature % 5));
            }
        }

        return new LabelledFeatures(new MemoryFeatureSource(values, features), labels, classes);
    }

    public static LabelledFeatures Labelled(float[] features, int featureLength, int[] labels, int classes, float[]? weights = null) =>
        new(new MemoryFeatureSource(features, featureLength), labels, classes, weights);

    /// <summary>All features of a source.</summary>
    public static float[] ReadAll(IFeatureSource source)
    {
        float[] values = new float[source.RowCount * source.FeatureLength];
        source.Read(0, source.RowCount, values);
        return values;
    }

    /// <summary>All weights and biases of a head, one after the other.</summary>
    public static float[] Numbers(TrainedHead head) => [.. head.Layers.SelectMany(layer => layer.Weights.Concat(layer.Bias))];
}
