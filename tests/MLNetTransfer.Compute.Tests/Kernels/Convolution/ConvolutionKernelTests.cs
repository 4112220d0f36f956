using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Convolution;

[Collection(nameof(Convolution))]
public sealed class ConvolutionKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    public static TheoryData<string> VariantNames => new(Variants.Names);

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Forward_EveryCase_IsTheDefinition(string variant)
    {
        foreach (ConvolutionCase testCase in ConvolutionCases.All)
        {
            Problem problem = new(testCase);
            float[] found = problem.Run(variant, WorkerPool.Sequential);
            try
            {
                KernelAssert.Close(problem.Expected, problem.Magnitudes, found, problem.Roundings);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                Assert.Fail($"{testCase} with {variant}: {exception.Message}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Forward_TwoThreads_GivesTheSameBytes(string variant)
    {
        foreach (ConvolutionCase testCase in ConvolutionCases.All)
        {
            Problem problem = new(testCase);
            KernelAssert.Identical(problem.Run(variant, WorkerPool.Sequential), problem.Run(variant, TwoThreads));
        }
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Forward_PictureAlone_GivesTheBytesItHasInABatch(string variant)
    {
        foreach (ConvolutionCase testCase in ConvolutionCases.All.Where(testCase => testCase.Geometry.Batch > 0))
        {
            Problem three = new(testCase with { Geometry = testCase.Geometry with { Batch = 3 } });
            float[] together = three.Run(variant, WorkerPool.Sequential);
            int length = together.Length / 3;
            for (int picture = 0; picture < 3; picture++)
            {
                KernelAssert.Identical(together.AsSpan(picture * length, length), three.Picture(picture).Run(variant, WorkerPool.Sequential));
            }
        }
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Forward_ResidualInTheOutput_IsAddedInPlace(string variant)
    {
        foreach (ConvolutionCase testCase in ConvolutionCases.All.Where(testCase => testCase.HasResidual))
        {
            Problem problem = new(testCase);
            KernelAssert.Identical(problem.Run(variant, WorkerPool.Sequential), problem.RunInPlace(variant));
        }
    }

    [Fact]
    public void Forward_HandComputed_IsExact()
    {
        ConvolutionGeometry geometry = new(1, 2, 2, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1);
        float[] output = new float[4];
        ConvolutionReference.Forward(geometry, [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9], [10], [], Activation.None, output);
        Assert.Equal([87, 77, 57, 47], output);
    }

    [Fact]
    public void Forward_WeightsOfAnotherConvolution_AreRefused()
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        ConvolutionWeights weights = ConvolutionWeights.Pack(new float[6], geometry);
        Assert.Throws<ArgumentException>(() => ConvolutionKernel.Forward(
            geometry with { OutputChannels = 4 }, new float[32], weights, [], [], default, new float[64], [], WorkerPool.Sequential));
    }

    [Theory]
    [InlineData(31, 0, 0, 48)]
    [InlineData(32, 2, 0, 48)]
    [InlineData(32, 0, 47, 48)]
    [InlineData(32, 3, 48, 47)]
    public void Forward_ShortBuffer_IsRefused(int input, int bias, int residual, int output)
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        ConvolutionWeights weights = ConvolutionWeights.Pack(new float[6], geometry);
        Assert.Throws<ArgumentException>(() => ConvolutionKernel.Forward(
            geometry, new float[input], weights, new float[bias], new float[residual], default, new float[output], [], WorkerPool.Sequential));
    }

    [Fact]
    public void Validate_KernelLargerThanPaddedInput_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ConvolutionGeometry(1, 2, 2, 1, 1, 3, 3).Validate());

    [Fact]
    public void Forward_Repeated_AllocatesNothing()
    {
        Problem problem = new(new ConvolutionCase("many parts", new(1, 30, 30, 24, 48, 3, 3, 1, 1, 1, 1, 1, 1)));
        long allocated = problem.AllocatedByRun(TwoThreads);
        Assert.Equal(0, allocated);
    }

    private sealed class Problem
    {
        private readonly ConvolutionGeometry _geometry;
        private readonly ConvolutionCase _case;
        private readonly float[] _input;
        private readonly float[] _weights;
        private readonly float[] _bias;
        private readonly float[] _residual;

        public Problem(ConvolutionCase testCase)
            : this(
                testCase,
                KernelAssert.Random(testCase.Seed, testCase.Geometry.InputLength),
                KernelAssert.Random(testCase.Seed + 3, testCase.HasResidual ? testCase.Geometry.OutputLength : 0))
        {
        }

        private Problem(ConvolutionCase testCase, float[] input, float[] residual)
        {
            _case = testCase;
            _geometry = testCase.Geometry;
            _input = input;
            _residual = residual;
            _weights = KernelAssert.Random(testCase.Seed + 1, _geometry.WeightLength);
            _bias = KernelAssert.Random(testCase.Seed + 2, testCase.HasBias ? _geometry.OutputChannels : 0);
        }

        public float[] Expected
        {
            get
            {
                float[] expected = new float[_geometry.OutputLength];
                ConvolutionReference.Forward(_geometry, _input, _weights, _bias, _residual, _case.Activation, expected);
                return expected;
            }
        }

        public float[] Magnitudes
        {
            get
            {
                float[] magnitudes = new float[_geometry.OutputLength];
                ConvolutionReference.Forward(_geometry, Absolute(_input), Absolute(_weights), Absolute(_bias), Absolute(_residual), Activation.None, magnitudes);
                return magnitudes;
            }
        }

        // Inner sum, and four for bias, residual and activation.
        public double Roundings => Math.Sqrt(_geometry.GroupInputChannels * _geometry.KernelHeight * _geometry.KernelWidth) + 4;

        public Problem Picture(int index)
        {
            ConvolutionGeometry single = _geometry with { Batch = 1 };
            return new Problem(
                _case with { Geometry = single },
                _input.AsSpan(index * single.InputLength, single.InputLength).ToArray(),
                _case.HasResidual ? _residual.AsSpan(index * single.OutputLength, single.OutputLength).ToArray() : []);
        }

        public float[] Run(string variant, WorkerPool pool)
        {
            GuardedBuffer output = new(_geometry.OutputLength);
            Run(variant, _residual, output, pool);
            return output.Span.ToArray();
        }

        public float[] RunInPlace(string variant)
        {
            GuardedBuffer output = new(_residual);
            Run(variant, output.Span, output, WorkerPool.Sequential);
            return output.Span.ToArray();
        }

        public long AllocatedByRun(WorkerPool pool)
        {
            ConvolutionWeights weights = ConvolutionWeights.Pack(_weights, _geometry);
            float[] output = new float[_geometry.OutputLength];
            float[] workspace = new float[ConvolutionKernel.WorkspaceLength(_geometry)];
            long before = 0;
            for (int run = 0; run < 20; run++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                ConvolutionKernel.Forward(_geometry, _input, weights, _bias, _residual, _case.Activation, output, workspace, pool);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        private void Run(string variant, ReadOnlySpan<float> residual, GuardedBuffer output, WorkerPool pool)
        {
            ConvolutionWeights weights = ConvolutionWeights.Pack(_weights, _geometry, Variants.Named(variant));
            float[] workspace = new float[ConvolutionKernel.WorkspaceLength(_geometry, Variants.Named(variant))];
            ConvolutionKernel.Forward(_geometry, _input, weights, _bias, residual, _case.Activation, output.Span, workspace, pool);
            output.AssertGuardsUntouched();
        }

        private static float[] Absolute(float[] numbers) => Array.ConvertAll(numbers, Math.Abs);
    }
}
