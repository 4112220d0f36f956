using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Convolution;

// Not beside the tests of the convolution: spare jobs of the pool are shared, and one that is taken by another test is allocated anew.
[Collection(nameof(Convolution))]
public sealed class ConvolutionGradientKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    // Kept, so that the definition is computed once for all variants.
    private static readonly IReadOnlyList<(ConvolutionCase Case, Problem Problem)> Problems =
    [
        .. ConvolutionCases.All.Concat(ConvolutionGradientCases.All).Select(testCase => (testCase, new Problem(testCase.Geometry, testCase.Seed))),
    ];

    public static TheoryData<string> VariantNames => new(Variants.Names);

    public static TheoryData<ConvolutionGeometry> SmallGeometries =>
    [
        new(2, 4, 5, 2, 3, 3, 3, 1, 1, 1, 1, 1, 1),
        new(1, 5, 6, 2, 4, 3, 2, 2, 3, 1, 0, 2, 1),
        new(1, 6, 6, 4, 4, 2, 3, 2, 1, 1, 2, 0, 1, 2, 3, 2),
        new(1, 5, 5, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 3),
        new(3, 3, 4, 3, 2, 1, 1),
    ];

    // The convolution is linear in each argument, so that a central difference of any step is exact but for rounding to float.
    [Theory]
    [MemberData(nameof(SmallGeometries))]
    public void Reference_EveryInput_IsTheDifferenceOfTheLoss(ConvolutionGeometry geometry)
    {
        Problem problem = new(geometry, 5);
        float[] gradient = problem.InputGradient(Variants.Reference, WorkerPool.Sequential, hasPrior: false);
        AssertDifferences(problem.Input, gradient, input => problem.Loss(input, problem.Weights));
    }

    [Theory]
    [MemberData(nameof(SmallGeometries))]
    public void Reference_EveryWeight_IsTheDifferenceOfTheLoss(ConvolutionGeometry geometry)
    {
        Problem problem = new(geometry, 6);
        float[] before = problem.WeightsBefore;
        float[] gradient = problem.WeightGradient(Variants.Reference, WorkerPool.Sequential);
        float[] own = [.. gradient.Zip(before, (sum, start) => sum - start)];
        AssertDifferences(problem.Weights, own, weights => problem.Loss(problem.Input, weights));
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void InputGradient_EveryCase_IsTheDefinition(string variant) => ForEachCase(variant, problem =>
    {
        foreach (bool hasPrior in new[] { false, true })
        {
            Expectation expected = hasPrior ? problem.InputWithPrior : problem.InputAlone;
            expected.AssertClose(problem.InputGradient(variant, WorkerPool.Sequential, hasPrior));
        }
    });

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void WeightGradient_EveryCase_IsTheDefinition(string variant) => ForEachCase(variant, problem =>
        problem.Weight.AssertClose(problem.WeightGradient(variant, WorkerPool.Sequential)));

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Gradients_MoreThreads_GiveTheSameBytes(string variant) => ForEachCase(variant, problem =>
    {
        float[] input = problem.InputGradient(variant, WorkerPool.Sequential, hasPrior: true);
        float[] weights = problem.WeightGradient(variant, WorkerPool.Sequential);
        foreach (WorkerPool pool in new[] { TwoThreads, ThreeThreads })
        {
            KernelAssert.Identical(input, problem.InputGradient(variant, pool, hasPrior: true));
            KernelAssert.Identical(weights, problem.WeightGradient(variant, pool));
        }
    });

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void InputGradient_PriorInTheResult_IsAddedInPlace(string variant) => ForEachCase(variant, problem =>
        KernelAssert.Identical(
            problem.InputGradient(variant, WorkerPool.Sequential, hasPrior: true), problem.InputGradientInPlace(variant)));

    [Fact]
    public void InputGradient_HandComputed_IsExact()
    {
        ConvolutionGeometry geometry = new(1, 3, 3, 1, 1, 2, 2, 1, 1);
        float[] gradient = new float[9];
        ConvolutionGradientReference.Input(geometry, [1, 10, 100, 1000], [1, 2, 3, 4], [], gradient);
        Assert.Equal([1, 12, 20, 103, 1234, 2040, 300, 3400, 4000], gradient);
    }

    [Fact]
    public void WeightGradient_HandComputed_IsAdded()
    {
        ConvolutionGeometry geometry = new(1, 3, 3, 1, 1, 2, 2, 1, 1);
        float[] gradient = [0.5f, 0, 0, 0];
        ConvolutionGradientReference.Weights(geometry, [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 10, 100, 1000], gradient);
        Assert.Equal([5421.5f, 6532, 8754, 9865], gradient);
    }

    [Fact]
    public void InputGradient_WeightsOfAnotherConvolution_AreRefused()
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        ConvolutionGradientWeights weights = ConvolutionGradientWeights.Create(geometry);
        Assert.Throws<ArgumentException>(() => ConvolutionGradientKernel.InputGradient(
            geometry with { OutputChannels = 4 }, new float[64], weights, [], new float[32], [], WorkerPool.Sequential));
    }

    [Theory]
    [InlineData(47, 0, 32)]
    [InlineData(48, 31, 32)]
    [InlineData(48, 32, 31)]
    public void InputGradient_ShortBuffer_IsRefused(int outputGradient, int prior, int inputGradient)
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        ConvolutionGradientWeights weights = ConvolutionGradientWeights.Create(geometry);
        Assert.Throws<ArgumentException>(() => ConvolutionGradientKernel.InputGradient(
            geometry, new float[outputGradient], weights, new float[prior], new float[inputGradient], [], WorkerPool.Sequential));
    }

    [Theory]
    [InlineData(31, 48, 6, 0)]
    [InlineData(32, 47, 6, 0)]
    [InlineData(32, 48, 5, 0)]
    [InlineData(32, 48, 6, 1)]
    public void WeightGradient_ShortBuffer_IsRefused(int input, int outputGradient, int weightGradient, int missing)
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        int workspace = ConvolutionGradientKernel.WeightGradientWorkspaceLength(geometry, Variants.Named(Variants.Names.First()));
        Assert.Throws<ArgumentException>(() => ConvolutionGradientKernel.WeightGradient(
            geometry,
            new float[input],
            new float[outputGradient],
            new float[weightGradient],
            new float[workspace - missing],
            WorkerPool.Sequential,
            Variants.Named(Variants.Names.First())));
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Repack_OtherWeights_GivesWhatPackingThemGives(string variant)
    {
        foreach (ConvolutionCase testCase in ConvolutionCases.All)
        {
            float[] weights = KernelAssert.Random(3, testCase.Geometry.WeightLength);
            ConvolutionWeights packed = ConvolutionWeights.Pack(KernelAssert.Random(4, weights.Length), testCase.Geometry, Variants.Named(variant));
            packed.Repack(weights);
            KernelAssert.Identical(ConvolutionWeights.Pack(weights, testCase.Geometry, Variants.Named(variant)).Packed.Span, packed.Packed.Span);
        }
    }

    [Theory]
    [MemberData(nameof(VariantNames))]
    public void Repack_TooFewWeights_AreRefused(string variant)
    {
        ConvolutionGeometry geometry = new(1, 4, 4, 2, 3, 1, 1);
        ConvolutionWeights packed = ConvolutionWeights.Pack(new float[6], geometry, Variants.Named(variant));
        Assert.Throws<ArgumentException>(() => packed.Repack(new float[5]));
    }

    [Fact]
    public void Gradients_Repeated_AllocateNothing()
    {
        ConvolutionGeometry geometry = new(2, 30, 30, 24, 48, 3, 3, 2, 2, 1, 1, 1, 1);
        Assert.Equal(0, new Problem(geometry, 1).AllocatedByRun(TwoThreads));
    }

    private static void ForEachCase(string variant, Action<Problem> check)
    {
        foreach ((ConvolutionCase testCase, Problem problem) in Problems)
        {
            try
            {
                check(problem);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                Assert.Fail($"{testCase} with {variant}: {exception.Message}");
            }
        }
    }

    private static void AssertDifferences(float[] point, float[] gradient, Func<float[], double> loss)
    {
        for (int index = 0; index < point.Length; index++)
        {
            float[] moved = [.. point];
            moved[index] = point[index] + 1;
            double above = loss(moved);
            double aboveStep = (double)moved[index] - point[index];
            moved[index] = point[index] - 1;
            double step = aboveStep + ((double)point[index] - moved[index]);
            Assert.Equal((above - loss(moved)) / step, gradient[index], 1e-5);
        }
    }

    private sealed record Expectation(float[] Numbers, float[] Magnitudes, double Roundings)
    {
        public void AssertClose(float[] found) => KernelAssert.Close(Numbers, Magnitudes, found, Roundings);
    }

    private sealed class Problem
    {
        private readonly ConvolutionGeometry _geometry;
        private readonly float[] _outputGradient;
        private readonly float[] _prior;
        private Expectation? _inputAlone;
        private Expectation? _inputWithPrior;
        private Expectation? _weight;

        public Problem(in ConvolutionGeometry geometry, int seed)
            : this(
                geometry,
                KernelAssert.Random(seed, geometry.InputLength),
                KernelAssert.Random(seed + 1, geometry.WeightLength),
                KernelAssert.Random(seed + 2, geometry.OutputLength),
                KernelAssert.Random(seed + 3, geometry.InputLength),
                KernelAssert.Random(seed + 4, geometry.WeightLength))
        {
        }

        private Problem(in ConvolutionGeometry geometry, float[] input, float[] weights, float[] outputGradient, float[] prior, float[] weightsBefore)
        {
            _geometry = geometry;
            Input = input;
            Weights = weights;
            WeightsBefore = weightsBefore;
            _outputGradient = outputGradient;
            _prior = prior;
        }

        public float[] Input { get; }

        public float[] Weights { get; }

        public float[] WeightsBefore { get; }

        // The inner sum, and one rounding for what it is added to.
        public Expectation InputAlone => _inputAlone ??= new(
            InputGradient(Variants.Reference, WorkerPool.Sequential, hasPrior: false),
            Absolute().InputGradient(Variants.Reference, WorkerPool.Sequential, hasPrior: false),
            Math.Sqrt(_geometry.GroupOutputChannels * _geometry.KernelHeight * _geometry.KernelWidth) + 1);

        public Expectation InputWithPrior => _inputWithPrior ??= new(
            InputGradient(Variants.Reference, WorkerPool.Sequential, hasPrior: true),
            Absolute().InputGradient(Variants.Reference, WorkerPool.Sequential, hasPrior: true),
            Math.Sqrt(_geometry.GroupOutputChannels * _geometry.KernelHeight * _geometry.KernelWidth) + 1);

        public Expectation Weight => _weight ??= new(
            WeightGradient(Variants.Reference, WorkerPool.Sequential),
            Absolute().WeightGradient(Variants.Reference, WorkerPool.Sequential),
            Math.Sqrt(_geometry.Batch * _geometry.OutputHeight * _geometry.OutputWidth) + 1);

        public double Loss(float[] input, float[] weights)
        {
            float[] output = new float[_geometry.OutputLength];
            double loss = 0;
            ConvolutionReference.Forward(_geometry, input, weights, [], [], Activation.None, output);
            for (int index = 0; index < output.Length; index++)
            {
                loss += (double)output[index] * _outputGradient[index];
            }

            return loss;
        }

        public float[] InputGradient(string variant, WorkerPool pool, bool hasPrior)
        {
            GuardedBuffer gradient = new(_geometry.InputLength);
            RunInput(variant, hasPrior ? _prior : [], gradient, pool);
            return gradient.Span.ToArray();
        }

        public float[] InputGradientInPlace(string variant)
        {
            GuardedBuffer gradient = new(_prior);
            RunInput(variant, gradient.Span, gradient, WorkerPool.Sequential);
            return gradient.Span.ToArray();
        }

        public float[] WeightGradient(string variant, WorkerPool pool)
        {
            GuardedBuffer gradient = new(WeightsBefore);
            GuardedBuffer workspace = new(ConvolutionGradientKernel.WeightGradientWorkspaceLength(_geometry, Variants.Named(variant)));
            ConvolutionGradientKernel.WeightGradient(_geometry, Input, _outputGradient, gradient.Span, workspace.Span, pool, Variants.Named(variant));
            gradient.AssertGuardsUntouched();
            workspace.AssertGuardsUntouched();
            return gradient.Span.ToArray();
        }

        public long AllocatedByRun(WorkerPool pool)
        {
            TileVariant tile = Variants.Named("Vector256Tile6x16")!;
            ConvolutionGradientWeights weights = ConvolutionGradientWeights.Create(_geometry, tile);
            float[] workspace = new float[ConvolutionGradientKernel.WeightGradientWorkspaceLength(_geometry, tile)
                + ConvolutionGradientKernel.InputGradientWorkspaceLength(_geometry, tile)];
            float[] inputGradient = new float[_geometry.InputLength];
            long before = 0;
            for (int run = 0; run < 20; run++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                weights.Pack(Weights);
                ConvolutionGradientKernel.InputGradient(_geometry, _outputGradient, weights, _prior, inputGradient, workspace, pool);
                ConvolutionGradientKernel.WeightGradient(_geometry, Input, _outputGradient, WeightsBefore, workspace, pool, tile);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        private void RunInput(string variant, ReadOnlySpan<float> prior, GuardedBuffer gradient, WorkerPool pool)
        {
            ConvolutionGradientWeights weights = ConvolutionGradientWeights.Create(_geometry, Variants.Named(variant));
            weights.Pack(KernelAssert.Random(99, Weights.Length));
            weights.Pack(Weights);
            GuardedBuffer workspace = new(ConvolutionGradientKernel.InputGradientWorkspaceLength(_geometry, Variants.Named(variant)));
            ConvolutionGradientKernel.InputGradient(_geometry, _outputGradient, weights, prior, gradient.Span, workspace.Span, pool);
            gradient.AssertGuardsUntouched();
            workspace.AssertGuardsUntouched();
        }

        private Problem Absolute() => new(
            _geometry, Absolute(Input), Absolute(Weights), Absolute(_outputGradient), Absolute(_prior), Absolute(WeightsBefore));

        private static float[] Absolute(float[] numbers) => Array.ConvertAll(numbers, Math.Abs);
    }
}
