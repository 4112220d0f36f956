using System.Diagnostics;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Graphs;

namespace MLNetTransfer.Tests.Onnx;

/// <summary>Damaged models: whatever the bytes are, reading, sorting, optimising and inferring shapes give a graph or an <see cref="OnnxException"/>.</summary>
public sealed class OnnxFuzzTests
{
    private const int Mutations = 4000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_DamagedModel_GivesAGraphOrAnOnnxException(int seed)
    {
        Random random = new(seed);
        byte[] whole = seed == 1
            ? OnnxWriter.Write(MobileNetV2Builder.Build(0.05f, 1, 3).WithOutputs("stage2.block2.add").ToOnnx("small"))
            : OnnxWriter.Write(RandomGraph.Make(seed * 31).Graph.ToOnnx("small"));
        Stopwatch watch = Stopwatch.StartNew();
        int refused = 0;
        for (int mutation = 0; mutation < Mutations && watch.Elapsed < MostTime; mutation++)
        {
            byte[] damaged = Damage(whole, random);
            try
            {
                Graph graph = Graph.From(OnnxReader.Read(damaged));
                DeclaredOutputs.Infer(GraphOptimizer.OptimizeForInference(graph));
            }
            catch (OnnxException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, mutation {mutation}: {exception}");
            }
        }

        Assert.True(refused > 10, $"Only {refused} of the damaged models were refused: the damage reaches nothing.");
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] damaged = whole.ToArray();
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            int place = random.Next(damaged.Length);
            switch (random.Next(5))
            {
                case 0:
                    damaged[place] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged = damaged[..Math.Max(1, place)];
                    break;
                case 3:
                    int length = Math.Min(random.Next(1, 40), damaged.Length - place);
                    damaged = [.. damaged[..(place + length)], .. damaged[place..]];
                    break;
                default:
                    damaged = [.. damaged[..place], .. damaged[Math.Min(damaged.Length, place + random.Next(1, 20))..]];
                    break;
            }

            damaged = damaged.Length == 0 ? [0] : damaged;
        }

        return damaged;
    }
}
