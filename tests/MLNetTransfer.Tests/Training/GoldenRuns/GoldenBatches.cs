using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Tests.Training.GoldenRuns;

/// <summary>The batches of <c>benchmarks/peers/golden_run.py</c>: half noise, half stripes that differ by class.</summary>
internal static class GoldenBatches
{
    public const int Steps = 20;
    public const int Rows = 8;
    public const int Side = 16;
    public const int Classes = 10;

    /// <summary>Pictures [8, 3, 16, 16], contiguous, and labels of every step.</summary>
    public static IReadOnlyList<(Tensor<float> Pictures, int[] Labels)> Draw()
    {
        PortableRandom random = new(101);
        List<(Tensor<float>, int[])> batches = [];
        for (int step = 0; step < Steps; step++)
        {
            int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => (int)(Classes * random.NextSingle()))];
            float[] pictures = random.NextSigned(Rows * 3 * Side * Side);
            for (int index = 0; index < pictures.Length; index++)
            {
                int column = index % Side;
                int row = index / Side % Side;
                int channel = index / (Side * Side) % 3;
                int label = labels[index / (3 * Side * Side)];
                bool isStripe = ((row * (label + 1)) + (column * 3) + (channel * 7)) % 10 < 5;
                pictures[index] = (0.5f * pictures[index]) + (isStripe ? 0.5f : -0.5f);
            }

            batches.Add((Tensor.From(new Shape(Rows, 3, Side, Side), pictures.AsMemory()), labels));
        }

        return batches;
    }
}
