using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Winograd;

/// <summary>
/// Runs a convolution by Winograd's algorithm: transform the pixels of each tile, multiply, at each of the 36 positions, [tiles, C] by [C, O], transform back. Where there are many tiles,
/// a part of the work does all three for a block of them, so that what it writes is read from the cache; else each is a pass of all threads. The result is the same.
/// </summary>
internal static unsafe class WinogradDriver
{
    private const int TilesOfPart = 4;

    /// <summary>Computes the convolution.</summary>
    /// <param name="product">What is computed.</param>
    /// <param name="workspace">Scratch of <see cref="WinogradPlan.WorkspaceLength"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public static void Run(in WinogradProduct product, float* workspace, WorkerPool pool)
    {
        WinogradPlan plan = product.Plan;
        if (plan.Blocks > 1)
        {
            int takenSlots = 0;
            pool.Run(plan.Blocks, new BlockBody(product, workspace, &takenSlots));
            return;
        }

        float* products = workspace + Elements(plan.Tiles, plan.InputStride);
        int parts = (plan.Tiles + TilesOfPart - 1) / TilesOfPart;
        pool.Run(parts, new InputBody(product, workspace));
        Multiply(product, workspace, products, plan.Tiles, pool);
        pool.Run(parts, new OutputBody(product, products));
    }

    private static nint Elements(int tiles, int stride) => (nint)tiles * WinogradTransform.Positions * stride;

    private static void TransformInput(in WinogradProduct product, int first, int count, float* target)
    {
        ref readonly WinogradPlan plan = ref product.Plan;
        ConvolutionGeometry geometry = plan.Geometry;
        int channels = geometry.InputChannels;
        float** pixels = stackalloc float*[WinogradTransform.Positions];
        for (int tile = first; tile < first + count; tile++)
        {
            Locate(plan, tile, out int picture, out int top, out int left);
            top -= geometry.PadTop;
            left -= geometry.PadLeft;
            float* source = product.Input + ((nint)picture * geometry.InputHeight * geometry.InputWidth * channels);
            float** pixel = pixels;
            for (int y = top; y < top + WinogradTransform.InputSide; y++)
            {
                bool isInside = (uint)y < (uint)geometry.InputHeight;
                float* line = source + ((nint)y * geometry.InputWidth * channels);
                for (int x = left; x < left + WinogradTransform.InputSide; x++)
                {
                    *pixel++ = isInside && (uint)x < (uint)geometry.InputWidth ? line + ((nint)x * channels) : product.Zeros;
                }
            }

            WinogradTransform.Input(pixels, channels, target, plan.InputStride);
            target += Elements(1, plan.InputStride);
        }
    }

    private static void Multiply(in WinogradProduct product, float* left, float* output, int tiles, WorkerPool pool)
    {
        ref readonly WinogradPlan plan = ref product.Plan;
        TileProduct multiplication = new()
        {
            Source = TileSource.Rows,
            Rows = tiles,
            Columns = plan.Geometry.OutputChannels,
            Groups = WinogradTransform.Positions,
            Taps = 1,
            Channels = plan.Geometry.InputChannels,
            Left = left,
            LeftStride = WinogradTransform.Positions * (nint)plan.InputStride,
            LeftGroupStride = plan.InputStride,
            Panels = product.Panels,
            Output = output,
            OutputStride = WinogradTransform.Positions * (nint)plan.OutputStride,
            OutputGroupStride = plan.OutputStride,
            Alpha = 1,
            Beta = 1,
        };
        product.Tile.Run(multiplication, pool);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformOutput(in WinogradProduct product, int first, int count, float* products)
    {
        ref readonly WinogradPlan plan = ref product.Plan;
        ConvolutionGeometry geometry = plan.Geometry;
        int channels = geometry.OutputChannels;
        nint lineLength = (nint)geometry.OutputWidth * channels;
        Vector<float> low = new(product.Activation.Low);
        Vector<float> high = new(product.Activation.High);
        float* memory = stackalloc float[(WinogradTransform.OutputSide * (WinogradTransform.OutputSide + WinogradTransform.InputSide) * Vector<float>.Count) + WinogradTransform.CacheLine];
        float* results = WinogradTransform.Aligned(memory);
        float* lines = results + (WinogradTransform.OutputSide * WinogradTransform.OutputSide * Vector<float>.Count);
        for (int tile = first; tile < first + count; tile++)
        {
            Locate(plan, tile, out int picture, out int top, out int left);
            int rows = Math.Min(WinogradTransform.OutputSide, geometry.OutputHeight - top);
            int columns = Math.Min(WinogradTransform.OutputSide, geometry.OutputWidth - left);
            nint offset = (((((nint)picture * geometry.OutputHeight) + top) * geometry.OutputWidth) + left) * channels;
            float* output = product.Output + offset;
            for (nint channel = 0; channel < channels; channel += Vector<float>.Count)
            {
                WinogradTransform.Output(products + channel, plan.OutputStride, results, lines);
                Vector<float> bias = product.Bias == null ? Vector<float>.Zero : Vector.Load(product.Bias + channel);
                float* target = output + channel;
                float* residual = product.Residual == null ? null : product.Residual + offset + channel;
                float* line = results;
                for (int y = 0; y < rows; y++)
                {
                    for (int x = 0; x < columns; x++)
                    {
                        Vector<float> value = Vector.Load(line + (x * Vector<float>.Count)) + bias;
                        if (residual != null)
                        {
                            value += Vector.Load(residual + ((nint)x * channels));
                        }

                        Vector.MinNative(high, Vector.MaxNative(low, value)).Store(target + ((nint)x * channels));
                    }

                    line += WinogradTransform.OutputSide * Vector<float>.Count;
                    target += lineLength;
                    residual = residual == null ? null : residual + lineLength;
                }
            }

            if (!product.Activation.IsClamp)
            {
                for (int y = 0; y < rows; y++)
                {
                    ActivationPass.Apply(product.Activation, output + (y * lineLength), columns, channels, channels);
                }
            }

            products += Elements(1, plan.OutputStride);
        }
    }

    private static void Locate(in WinogradPlan plan, int tile, out int picture, out int top, out int left)
    {
        int row = tile / plan.ColumnsOfTiles;
        left = (tile - (row * plan.ColumnsOfTiles)) * WinogradTransform.OutputSide;
        picture = row / plan.RowsOfTiles;
        top = (row - (picture * plan.RowsOfTiles)) * WinogradTransform.OutputSide;
    }

    private readonly struct BlockBody(WinogradProduct product, float* workspace, int* takenSlots) : IParallelBody
    {
        public void Execute(int index)
        {
            WinogradPlan plan = product.Plan;
            int slot = ScratchSlots.Take(ref *takenSlots, plan.Slots);
            try
            {
                float* transformed = workspace + ((nint)slot * plan.ScratchLength);
                float* products = transformed + Elements(plan.TilesOfBlock, plan.InputStride);
                int first = index * plan.TilesOfBlock;
                int count = Math.Min(plan.TilesOfBlock, plan.Tiles - first);
                TransformInput(product, first, count, transformed);
                Multiply(product, transformed, products, count, WorkerPool.Sequential);
                TransformOutput(product, first, count, products);
            }
            finally
            {
                ScratchSlots.Return(ref *takenSlots, slot);
            }
        }
    }

    private readonly struct InputBody(WinogradProduct product, float* transformed) : IParallelBody
    {
        public void Execute(int index)
        {
            int first = index * TilesOfPart;
            TransformInput(product, first, Math.Min(TilesOfPart, product.Plan.Tiles - first), transformed + Elements(first, product.Plan.InputStride));
        }
    }

    private readonly struct OutputBody(WinogradProduct product, float* products) : IParallelBody
    {
        public void Execute(int index)
        {
            int first = index * TilesOfPart;
            TransformOutput(product, first, Math.Min(TilesOfPart, product.Plan.Tiles - first), products + Elements(first, product.Plan.OutputStride));
        }
    }
}
