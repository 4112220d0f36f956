using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>
/// Gives kernels, which are channels-last, what lies contiguous. Graphs run channels-last, so that this path with its allocations serves folding of
/// constants and inputs of one spatial dimension.
/// </summary>
internal static class PictureBuffer
{
    /// <summary>The elements with channels innermost: those of the tensor where they lie so, else a copy.</summary>
    /// <param name="tensor">[N, C, ...].</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static ReadOnlySpan<float> ChannelsLast(Tensor<float> tensor, WorkerPool pool)
    {
        if (IsThere(tensor))
        {
            return tensor.Span;
        }

        float[] copy = new float[tensor.Shape.Count];
        LayoutConversion.ToChannelsLast(tensor.Shape[0], tensor.Shape[1], PixelsOf(tensor.Shape), tensor.Span, copy, pool);
        return copy;
    }

    /// <summary>Where a kernel writes its result: the tensor where that is channels-last, else memory for <see cref="Store"/>.</summary>
    public static Span<float> Target(Tensor<float> tensor) => IsThere(tensor) ? tensor.Span : new float[tensor.Shape.Count];

    /// <summary>Puts the result into the tensor if it is not there yet.</summary>
    public static void Store(ReadOnlySpan<float> result, Tensor<float> tensor, WorkerPool pool)
    {
        if (!IsThere(tensor))
        {
            LayoutConversion.ToChannelsFirst(tensor.Shape[0], tensor.Shape[1], PixelsOf(tensor.Shape), result, tensor.Span, pool);
        }
    }

    private static bool IsThere(Tensor<float> tensor) => tensor.Format == MemoryFormat.ChannelsLast || tensor.Shape[1] == 1 || PixelsOf(tensor.Shape) == 1;

    private static int PixelsOf(Shape shape)
    {
        int pixels = 1;
        foreach (int dimension in shape.Dimensions[2..])
        {
            pixels *= dimension;
        }

        return pixels;
    }
}
