using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Reordering;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Transposes what some segments of the output see of the input, with zeros for the padding, so that the pixels under a tap of a segment are one run:
/// [channels, segments, as the plan says].
/// </summary>
internal readonly unsafe struct WeightGradientWindows(WeightGradientPlan plan, float* input, int channels, float* lines)
{
    /// <summary>Fills the lines of the segments of a block.</summary>
    /// <param name="segment">The first segment.</param>
    /// <param name="count">Number of segments.</param>
    /// <param name="firstX">First output column of each.</param>
    /// <param name="length">Output pixels of each.</param>
    /// <param name="firstLines">Receives where the first line of each segment begins.</param>
    public void Fill(int segment, int count, int firstX, int length, nint* firstLines)
    {
        if (plan.HasWholePictures)
        {
            for (int index = 0; index < count; index++)
            {
                firstLines[index] = (nint)index * plan.PictureLength;
                FillPicture(segment + index, lines + firstLines[index]);
            }
        }
        else
        {
            FillRows(segment, count, firstX, length, firstLines);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillPicture(int picture, float* target)
    {
        for (int kernelX = 0; kernelX < plan.Phases; kernelX++)
        {
            int inputX = (kernelX * plan.Geometry.DilationX) - plan.Geometry.PadLeft;
            for (int phase = 0; phase < plan.LinePhases; phase++)
            {
                int inputY = phase - plan.Geometry.PadTop;
                for (int line = 0; line < plan.LinesOfPhase; line++)
                {
                    FillRun(picture, inputY, inputX, plan.PhaseLength, target);
                    inputY += plan.Geometry.StrideY;
                    target += plan.PhaseLength;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRows(int segment, int count, int firstX, int length, nint* firstLines)
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
                FillLine(picture, inputY, firstX, length, lines + ((nint)line * plan.LineLength));
                inputY += inputStep;
                line++;
            }

            index += rows;
            row += rows;
        }
    }

    private void FillLine(int picture, int inputY, int firstX, int length, float* target)
    {
        int inputX = (firstX * plan.Geometry.StrideX) - plan.Geometry.PadLeft;
        for (int phase = 0; phase < plan.Phases; phase++)
        {
            FillRun(picture, inputY, inputX + phase, plan.PhaseLength - plan.SegmentLength + length, target);
            target += plan.PhaseLength;
        }
    }

    // Every pixel of a line, a stride apart.
    private void FillRun(int picture, int inputY, int inputX, int length, float* target)
    {
        int inputHeight = plan.Geometry.InputHeight;
        int inputWidth = plan.Geometry.InputWidth;
        nint stride = plan.Geometry.InputChannels;
        int step = plan.Geometry.StrideX;
        int first = inputX >= 0 ? 0 : Math.Min(length, (-inputX + step - 1) / step);
        int end = inputX >= inputWidth ? first : Math.Clamp(((inputWidth - 1 - inputX) / step) + 1, first, length);
        end = (uint)inputY < (uint)inputHeight ? end : first;
        if (first > 0 || end < length)
        {
            Clear(target, first, end, length);
        }

        if (end > first)
        {
            float* source = input + (((((nint)picture * inputHeight) + inputY) * inputWidth) + inputX + ((nint)first * step)) * stride;
            TransposeBlocks.Run(end - first, channels, source, step * stride, target + first, plan.ChannelLength);
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
