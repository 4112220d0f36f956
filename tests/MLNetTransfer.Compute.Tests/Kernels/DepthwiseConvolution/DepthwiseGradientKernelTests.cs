using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.DepthwiseConvolution;

public sealed class DepthwiseGradientKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    private static readonly Activation[] Activations = [Activation.None, Activation.Relu, Activation.Clip(-0.3f, 0.6f), Activation.LeakyRelu(0.2f)];

    // Batch, height, width, channels, stride: single pixels, rests of the blocks of four and eight pixels, rests of a vector.
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 2, 1 },
        { 2, 1, 9, 3, 1 },
        { 3, 5, 7, 8, 1 },
        { 2, 4, 8, 17, 1 },
        { 5, 6, 13, 31, 1 },
        { 35, 3, 4, 5, 1 },
        { 2, 14, 14, 96, 1 },
        { 1, 2, 2, 2, 2 },
        { 3, 4, 18, 3, 2 },
        { 2, 6, 16, 8, 2 },
        { 2, 10, 34, 17, 2 },
        { 5, 8, 14, 67, 2 },
        { 34, 2, 6, 16, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Backward_EverySize_IsTheDefinitionForAnyNumberOfThreads(int batch, int height, int width, int channels, int stride)
    {
        ConvolutionGeometry geometry = Geometry(batch, height, width, channels, stride);
        foreach (Activation activation in Activations)
        {
            foreach (bool hasPrior in new[] { false, true })
            {
                Problem problem = new(geometry, activation, hasPrior);
                float[][] one = problem.Run(WorkerPool.Sequential);
                Same(one, problem.Run(TwoThreads));
                Same(one, problem.Run(ThreeThreads));
                problem.AssertDefinition(one);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Backward_PriorInTheResult_IsAddedInPlace(int batch, int height, int width, int channels, int stride)
    {
        Problem problem = new(Geometry(batch, height, width, channels, stride), Activation.Relu, hasPrior: true);
        Same(problem.Run(WorkerPool.Sequential), problem.Run(WorkerPool.Sequential, inPlace: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Backward_WithoutWhatNobodyNeeds_GivesTheSame(int stride)
    {
        ConvolutionGeometry geometry = Geometry(2, 6, 8, 19, stride);
        Problem problem = new(geometry, Activation.Relu, hasPrior: false);
        float[] weights = [.. problem.WeightsBefore];
        float[] workspace = new float[DepthwiseGradientKernel.WorkspaceLength(geometry)];
        DepthwiseGradientKernel.Backward(
            geometry, problem.Input, problem.Weights, Activation.Relu, problem.Output, problem.OutputGradient, [], [], weights, [], workspace, WorkerPool.Sequential);
        KernelAssert.Identical(problem.Run(WorkerPool.Sequential)[1], weights);

        float[] unread = [.. problem.Input.Select(_ => float.NaN)];
        float[] gradient = new float[geometry.InputLength];
        DepthwiseGradientKernel.Backward(
            geometry, unread, problem.Weights, Activation.Relu, problem.Output, problem.OutputGradient, [], gradient, [], [], workspace, WorkerPool.Sequential);
        KernelAssert.Identical(problem.Run(WorkerPool.Sequential)[0], gradient);
    }

    [Fact]
    public void Backward_HandComputed_IsExact()
    {
        ConvolutionGeometry geometry = Geometry(1, 1, 2, 2, 1);
        float[] input = new float[4];
        float[] weightGradient = new float[18];
        float[] biasGradient = new float[2];
        float[] kernel = [.. Enumerable.Range(1, 9).Select(value => (float)value), .. new float[9]];
        DepthwiseGradientKernel.Backward(
            geometry,
            [10, 0, 20, 0],
            kernel,
            Activation.None,
            [],
            [1, 0, 100, 0],
            [],
            input,
            weightGradient,
            biasGradient,
            new float[DepthwiseGradientKernel.WorkspaceLength(geometry)],
            WorkerPool.Sequential);
        Assert.Equal([405, 0, 506, 0], input);
        Assert.Equal([0, 0, 0, 1000, 2010, 20, 0, 0, 0, .. new float[9]], weightGradient);
        Assert.Equal([101, 0], biasGradient);
    }

    [Fact]
    public void Supports_OtherConvolutions_AreRefused()
    {
        ConvolutionGeometry good = Geometry(1, 6, 6, 4, 1);
        Assert.True(DepthwiseGradientKernel.Supports(good));
        ConvolutionGeometry[] others =
        [
            good with { OutputChannels = 8 }, good with { Groups = 2 }, good with { KernelHeight = 5 }, good with { DilationX = 2 }, good with { PadTop = 0 }, good with { PadRight = 0 },
            good with { StrideX = 2 }, good with { StrideX = 3, StrideY = 3 }, Geometry(1, 5, 6, 4, 2), Geometry(1, 6, 5, 4, 2),
        ];
        foreach (ConvolutionGeometry other in others)
        {
            Assert.False(DepthwiseGradientKernel.Supports(other), other.ToString());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Backward_ShortBuffer_IsRefused(int which)
    {
        ConvolutionGeometry geometry = Geometry(1, 2, 2, 2, 1);
        int[] lengths = [geometry.InputLength, geometry.WeightLength, geometry.OutputLength, geometry.OutputLength, geometry.InputLength, geometry.InputLength, geometry.WeightLength, 2];
        float[][] buffers = [.. lengths.Select((length, index) => new float[index == which ? length - 1 : length])];
        Assert.Throws<ArgumentException>(() => DepthwiseGradientKernel.Backward(
            geometry,
            buffers[0],
            buffers[1],
            Activation.Relu,
            buffers[2],
            buffers[3],
            buffers[4],
            buffers[5],
            buffers[6],
            buffers[7],
            new float[DepthwiseGradientKernel.WorkspaceLength(geometry)],
            WorkerPool.Sequential));
    }

    [Fact]
    public void Backward_Repeated_AllocatesNothing()
    {
        ConvolutionGeometry geometry = Geometry(2, 8, 8, 16, 1);
        Problem problem = new(geometry, Activation.Relu, hasPrior: false);
        float[] workspace = new float[DepthwiseGradientKernel.WorkspaceLength(geometry)];
        float[] gradient = new float[geometry.InputLength];
        float[] weights = [.. problem.WeightsBefore];
        float[] bias = new float[16];
        long before = 0;
        for (int run = 0; run < 20; run++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            DepthwiseGradientKernel.Backward(
                geometry, problem.Input, problem.Weights, Activation.Relu, problem.Output, problem.OutputGradient, [], gradient, weights, bias, workspace, WorkerPool.Sequential);
        }

        // The definition takes memory for its doubles.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(KernelSelection.Level == KernelLevel.Reference, allocated > 0);
    }

    private static ConvolutionGeometry Geometry(int batch, int height, int width, int channels, int stride) =>
        new(batch, height, width, channels, channels, 3, 3, stride, stride, 1, 1, 1, 1, Groups: channels);

    private static void Same(float[][] expected, float[][] found)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            KernelAssert.Identical(expected[index], found[index]);
        }
    }

    private sealed class Problem
    {
        private readonly ConvolutionGeometry _geometry;
        private readonly Activation _activation;
        private readonly float[] _prior;
        private readonly float[] _biasBefore;

        public Problem(in ConvolutionGeometry geometry, Activation activation, bool hasPrior)
        {
            _geometry = geometry;
            _activation = activation;
            Input = KernelAssert.Random(1, geometry.InputLength);
            Weights = KernelAssert.Random(2, geometry.WeightLength);
            Output = activation.Kind == ActivationKind.None ? [] : [.. KernelAssert.Random(3, geometry.OutputLength).Select(value => (float)activation.Apply(value))];
            OutputGradient = KernelAssert.Random(4, geometry.OutputLength);
            _prior = hasPrior ? KernelAssert.Random(5, geometry.InputLength) : [];
            WeightsBefore = KernelAssert.Random(6, geometry.WeightLength);
            _biasBefore = KernelAssert.Random(7, geometry.OutputChannels);
        }

        public float[] Input { get; }

        public float[] Weights { get; }

        public float[] Output { get; }

        public float[] OutputGradient { get; }

        public float[] WeightsBefore { get; }

        public float[][] Run(WorkerPool pool, bool inPlace = false)
        {
            GuardedBuffer input = inPlace ? new(_prior) : new(_geometry.InputLength);
            GuardedBuffer weights = new(WeightsBefore);
            GuardedBuffer bias = new(_biasBefore);
            GuardedBuffer workspace = new(DepthwiseGradientKernel.WorkspaceLength(_geometry));
            DepthwiseGradientKernel.Backward(
                _geometry, Input, Weights, _activation, Output, OutputGradient, inPlace ? input.Span : _prior, input.Span, weights.Span, bias.Span, workspace.Span, pool);
            input.AssertGuardsUntouched();
            weights.AssertGuardsUntouched();
            bias.AssertGuardsUntouched();
            workspace.AssertGuardsUntouched();
            return [input.Span.ToArray(), weights.Span.ToArray(), bias.Span.ToArray()];
        }

        // Nine terms and the prior make an input gradient; the other sums have a term a pixel.
        public void AssertDefinition(float[][] found)
        {
            float[][] expected = Reference(Input, Weights, OutputGradient, _prior, WeightsBefore, _biasBefore);
            float[][] sizes = Reference(Absolute(Input), Absolute(Weights), Absolute(OutputGradient), Absolute(_prior), Absolute(WeightsBefore), Absolute(_biasBefore));
            double roundings = Math.Sqrt(_geometry.Batch * _geometry.OutputHeight * _geometry.OutputWidth) + 1;
            KernelAssert.Close(expected[0], sizes[0], found[0], 4);
            KernelAssert.Close(expected[1], sizes[1], found[1], roundings);
            KernelAssert.Close(expected[2], sizes[2], found[2], roundings);
        }

        private float[][] Reference(float[] input, float[] weights, float[] outputGradient, float[] prior, float[] weightsBefore, float[] biasBefore)
        {
            float[][] gradients = [new float[input.Length], [.. weightsBefore], [.. biasBefore]];
            DepthwiseGradientReference.Backward(
                _geometry, input, weights, ActivationSlope.Of(_activation), Output, outputGradient, prior, gradients[0], gradients[1], gradients[2]);
            return gradients;
        }

        private static float[] Absolute(float[] numbers) => [.. numbers.Select(Math.Abs)];
    }
}
