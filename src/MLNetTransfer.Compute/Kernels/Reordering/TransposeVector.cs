using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Reordering;

/// <summary>Transposes matrices in square blocks whose rows and columns are exchanged in registers.</summary>
internal static unsafe class TransposeVector
{
    /// <summary>output[b, c, r] = input[b, r, c], with <paramref name="inputStride"/> elements from one input row to the next.</summary>
    public static void Run(int batch, int rows, int columns, nint inputStride, float* input, float* output, WorkerPool pool)
    {
        TransposeBody body = new(batch, rows, columns, inputStride, input, output);
        pool.Run(body.PartCount, body);
    }
}
