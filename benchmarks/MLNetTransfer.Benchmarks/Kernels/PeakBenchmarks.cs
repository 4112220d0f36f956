using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace MLNetTransfer.Benchmarks.Kernels;

/// <summary>What a core can do at most: multiply-adds of 256 bits that never leave the registers. The measure of all dense kernels.</summary>
public class PeakBenchmarks
{
    [ParamsSource(nameof(Cases))]
    public PeakCase Case { get; set; } = null!;

    public static IEnumerable<PeakCase> Cases => [new PeakCase(1_000_000)];

    [Benchmark]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Registers()
    {
        Vector256<float> a = Vector256.Create(1e-3f);
        Vector256<float> b = Vector256.Create(0.5f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int round = 0; round < Case.Rounds; round++)
        {
            s0 = Vector256.MultiplyAddEstimate(s0, b, a);
            s1 = Vector256.MultiplyAddEstimate(s1, b, a);
            s2 = Vector256.MultiplyAddEstimate(s2, b, a);
            s3 = Vector256.MultiplyAddEstimate(s3, b, a);
            s4 = Vector256.MultiplyAddEstimate(s4, b, a);
            s5 = Vector256.MultiplyAddEstimate(s5, b, a);
            s6 = Vector256.MultiplyAddEstimate(s6, b, a);
            s7 = Vector256.MultiplyAddEstimate(s7, b, a);
            s8 = Vector256.MultiplyAddEstimate(s8, b, a);
            s9 = Vector256.MultiplyAddEstimate(s9, b, a);
            s10 = Vector256.MultiplyAddEstimate(s10, b, a);
            s11 = Vector256.MultiplyAddEstimate(s11, b, a);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    public sealed record PeakCase(int Rounds) : IWork
    {
        public long MultiplyCount => Rounds * 12L * Vector256<float>.Count;

        public override string ToString() => "256 bits";
    }
}
