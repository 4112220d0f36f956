using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// A picture a part. Line by line the gradient is taken to the front of the activation, into one of three lines that take turns; then all is computed that needs no later line.
/// Sums are those of lines, added up.
/// </summary>
internal readonly unsafe struct DepthwiseGradientBody<TSlope>(
    DepthwiseGradientPlan plan, TSlope slope, float* input, float* output, float* outputGradient, float* prior, float* inputGradient, bool wantsWeights, float* workspace, int* takenSlots) : IParallelBody
    where TSlope : struct, IGradientSlope
{
    /// <inheritdoc/>
    public void Execute(int index)
    {
        int slot = ScratchSlots.Take(ref *takenSlots, plan.Slots);
        try
        {
            ComputePicture(index, workspace + plan.SlotsStart + ((nint)slot * plan.SlotLength));
        }
        finally
        {
            ScratchSlots.Return(ref *takenSlots, slot);
        }
    }

    private void ComputePicture(int picture, float* scratch)
    {
        int channels = plan.Geometry.OutputChannels;
        int height = plan.Geometry.OutputHeight;
        int width = plan.Geometry.OutputWidth;
        int stride = plan.Geometry.StrideX;
        nint lineOfOutput = (nint)width * channels;
        nint lineOfInput = stride * stride * lineOfOutput;
        float* given = outputGradient + (picture * height * lineOfOutput);
        float* results = output + (picture * height * lineOfOutput);
        nint firstInput = picture * height * lineOfInput;
        Span<float> own = new(workspace + ((nint)picture * plan.SumsLength), plan.SumsLength);
        own.Clear();
        float* lineSums = scratch + (4 * (nint)plan.LineLength);
        Span<float> ofLine = new(lineSums, plan.SumsLength);
        new Span<float>(scratch, 4 * plan.LineLength).Clear();
        float* zeros = scratch + (3 * (nint)plan.LineLength);
        DepthwiseGradientLines lines = new()
        {
            Channels = channels,
            Pixels = width,
            Above = zeros,
            Middle = zeros,
            Weights = workspace + plan.TurnedWeightsStart,
            Sums = wantsWeights ? lineSums : null,
        };
        for (int y = 0; y <= height; y++)
        {
            ofLine.Clear();
            lines.Below = zeros;
            if (y < height)
            {
                lines.Below = scratch + (y % 3 * (nint)plan.LineLength);
                TakeInFront(given + (y * lineOfOutput), results + (y * lineOfOutput), width, channels, lines.Below + channels, lineSums + ((nint)DepthwiseGradientPlan.Taps * channels));
            }

            if (y > 0)
            {
                nint position = firstInput + ((y - 1) * lineOfInput);
                lines.Input = input + position;
                lines.InputGradient = inputGradient == null ? null : inputGradient + position;
                lines.Prior = prior == null ? null : prior + position;
                if (stride == 1)
                {
                    DepthwiseGradientNear.Compute(lines);
                }
                else
                {
                    DepthwiseGradientApart.Compute(lines);
                }
            }

            VectorSums.Add(own, ofLine, own);
            lines.Above = lines.Middle;
            lines.Middle = lines.Below;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeInFront(float* given, float* results, int pixels, nint channels, float* target, float* sums)
    {
        TSlope own = slope;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            nint channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                TakeInFront(own, default(FullAccess), given + channel, results + channel, target + channel, sums + channel);
            }

            if (channel < channels)
            {
                TakeInFront(own, new PartialAccess(channels - channel), given + channel, results + channel, target + channel, sums + channel);
            }

            given += channels;
            results += channels;
            target += channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeInFront<TAccess>(TSlope slope, TAccess access, float* given, float* result, float* target, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> gradient = access.Load(given);
        if (!TSlope.IsUnit)
        {
            gradient = slope.Apply(access.Load(result), gradient);
        }

        access.Store(gradient, target);
        access.Store(access.Load(sums) + gradient, sums);
    }
}
