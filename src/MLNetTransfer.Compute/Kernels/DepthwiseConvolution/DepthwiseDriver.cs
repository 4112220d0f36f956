using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// Divides a depthwise convolution into output rows, and a row into the pixels whose kernel lies inside the picture from left to right and those at its
/// edges. Kernel rows above and below the picture are left out, so that no loop over channels asks where it is.
/// </summary>
internal readonly unsafe struct DepthwiseDriver : IParallelBody
{
    private const int MultipliesOfPart = 262144;

    private readonly DepthwiseProduct _product;
    private readonly int _rows;
    private readonly int _rowsOfPart;

    /// <summary>Decides how to divide the work, from the sizes alone.</summary>
    public DepthwiseDriver(in DepthwiseProduct product)
    {
        _product = product;
        ConvolutionGeometry geometry = product.Geometry;
        _rows = geometry.Batch * geometry.OutputHeight;
        long multipliesOfRow = (long)geometry.OutputWidth * geometry.WeightLength;
        _rowsOfPart = (int)Math.Clamp(MultipliesOfPart / multipliesOfRow, 1, int.MaxValue);
    }

    /// <summary>Number of parts.</summary>
    public int PartCount => (int)(((long)_rows + _rowsOfPart - 1) / _rowsOfPart);

    /// <inheritdoc/>
    public void Execute(int index)
    {
        int end = (int)Math.Min(_rows, ((long)index + 1) * _rowsOfPart);
        for (int row = index * _rowsOfPart; row < end; row++)
        {
            ComputeRow(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeRow(int row)
    {
        ref readonly ConvolutionGeometry geometry = ref _product.Geometry;
        int outputHeight = geometry.OutputHeight;
        int outputWidth = geometry.OutputWidth;
        int picture = row / outputHeight;
        int top = (row % outputHeight * geometry.StrideY) - geometry.PadTop;
        Range(top, geometry.KernelHeight, geometry.DilationY, geometry.InputHeight, out int firstKernelY, out int endKernelY);
        nint lineLength = (nint)geometry.OutputChannels * outputWidth;
        float* output = _product.Output + (row * lineLength);
        float* residual = _product.Residual == null ? null : _product.Residual + (row * lineLength);
        DepthwiseWindow window = new()
        {
            Channels = geometry.OutputChannels,
            Weights = _product.Weights,
            Bias = _product.Bias,
            KernelWidth = geometry.KernelWidth,
            FirstKernelY = firstKernelY,
            EndKernelY = endKernelY,
            LineStep = (nint)geometry.DilationY * geometry.InputWidth * geometry.InputChannels,
            ColumnStep = (nint)geometry.DilationX * geometry.InputChannels,
            PixelStep = (nint)geometry.StrideX * geometry.InputChannels,
            Multiplier = geometry.OutputChannels / geometry.InputChannels,
            Low = _product.Activation.Low,
            High = _product.Activation.High,
        };

        float* line = _product.Input + ((((nint)picture * geometry.InputHeight) + top) * geometry.InputWidth * geometry.InputChannels);
        int x = 0;
        while (x < outputWidth)
        {
            int left = (x * geometry.StrideX) - geometry.PadLeft;
            Range(left, geometry.KernelWidth, geometry.DilationX, geometry.InputWidth, out window.FirstKernelX, out window.EndKernelX);
            int pixels = 1;
            if (window.FirstKernelX == 0 && window.EndKernelX == geometry.KernelWidth)
            {
                int lastLeft = geometry.InputWidth - 1 - ((geometry.KernelWidth - 1) * geometry.DilationX);
                pixels = Math.Min(outputWidth - x, ((lastLeft - left) / geometry.StrideX) + 1);
            }

            window.Pixels = pixels;
            window.Input = line + ((nint)left * geometry.InputChannels);
            window.Output = output + ((nint)x * geometry.OutputChannels);
            window.Residual = residual == null ? null : residual + ((nint)x * geometry.OutputChannels);
            Compute(window);
            x += pixels;
        }

        if (!_product.Activation.IsClamp)
        {
            ActivationPass.Apply(_product.Activation, output, outputWidth, geometry.OutputChannels, geometry.OutputChannels);
        }
    }

    private static void Compute(in DepthwiseWindow window)
    {
        if (window.Multiplier != 1 || window.Channels < Vector<float>.Count)
        {
            DepthwiseScalar.Compute(window);
        }
        else if (window.Residual != null || window.KernelWidth != 3)
        {
            DepthwiseVector.Compute(window, 0);
        }
        else if (window.PixelStep == window.ColumnStep)
        {
            DepthwiseVector.Compute(window, DepthwiseVectorNear.Compute(window));
        }
        else if (window.Pixels >= 2 && window.FirstKernelY == 0 && window.EndKernelY == 3)
        {
            DepthwiseVector3x3.Compute(window);
        }
        else
        {
            DepthwiseVector.Compute(window, 0);
        }
    }

    // The kernel positions first..end-1 that lie inside the picture.
    private static void Range(int origin, int kernel, int dilation, int size, out int first, out int end)
    {
        first = origin >= 0 ? 0 : Math.Min(kernel, (-origin + dilation - 1) / dilation);
        end = origin >= size ? first : Math.Max(first, Math.Min(kernel, ((size - 1 - origin) / dilation) + 1));
    }
}
