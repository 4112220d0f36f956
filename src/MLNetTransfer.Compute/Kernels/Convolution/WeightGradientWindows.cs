using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Reordering;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Transposes the lines of the input that some output rows see, with zeros for the padding: [channels, lines, phases of the stride, pixels], so that
/// the pixels under a tap of an output row are one run.
/// </summary>
internal readonly unsafe struct WeightGradientWindows(WeightGradientPlan plan, float* input, int channels, float* lines)
{
    /// <summary>Fills the lines of the segments of a block.</summary>
    /// <param name="segment">The first segment.</param>
    /// <param name="count">Number of segments.</param>
    /// <param name="firstX">First output column of each.</param>
    /// <param name="width">Output columns of each.</param>
    /// <param name="firstLines">Receives where the first line of each segment begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int segment, int count, int firstX, int width, nint* firstLines)
    {
        int outputHeight = plan.Geometry.OutputHeight;
        int row = segment / plan.Pieces;
        int line = 0;
        int index = 0;
        while (index < count)
        {
            int picture = row / outputHeight;
            int y = row % outputHeight;
            int rows = Math.Min(count - index, outputHeight - y);
            for (int run = 0; run < rows; run++)
            {
                firstLines[index + run] = (nint)(line + (run * plan.LineStep)) * plan.LineLength;
            }

            int seen = ((rows - 1) * plan.LineStep) + plan.LineReach;
            int inputStep = plan.Geometry.KernelHeight == 1 ? plan.Geometry.StrideY : 1;
            int inputY = (y * plan.Geometry.StrideY) - plan.Geometry.PadTop;
            for (int next = 0; next < seen; next++)
            {
                FillLine(picture, inputY, firstX, width, lines + ((nint)line * plan.LineLength));
                inputY += inputStep;
                line++;
            }

            index += rows;
            row += rows;
        }
    }

    private void FillLine(int picture, int inputY, int firstX, int width, float* target)
    {
        int inputHeight = plan.Geometry.InputHeight;
        int inputWidth = plan.Geometry.InputWidth;
        nint stride = plan.Geometry.InputChannels;
        bool isInside = (uint)inputY < (uint)inputHeight;
        float* source = input + ((((nint)picture * inputHeight) + inputY) * inputWidth * stride);
        int length = plan.PhaseLength - plan.SegmentWidth + width;
        int step = plan.Geometry.StrideX;
        for (int phase = 0; phase < plan.Phases; phase++)
        {
            int inputX = (firstX * step) + phase - plan.Geometry.PadLeft;
            int first = inputX >= 0 ? 0 : Math.Min(length, (-inputX + step - 1) / step);
            int end = inputX >= inputWidth ? first : Math.Clamp(((inputWidth - 1 - inputX) / step) + 1, first, length);
            end = isInside ? end : first;
            if (first > 0 || end < length)
            {
                Clear(target, first, end, length);
            }

            if (end > first)
            {
                TransposeBlocks.Run(
                    end - first, channels, source + ((inputX + ((nint)first * step)) * stride), step * stride, target + first, plan.ChannelLength);
            }

            target += plan.PhaseLength;
        }
    }

    private void Clear(float* target, int first, int end, int length)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            new Span<float>(target, first).Clear();
            new Span<float>(target + end, length - end).Clear();
            target += plan.ChannelLength;
        }
    }
}
