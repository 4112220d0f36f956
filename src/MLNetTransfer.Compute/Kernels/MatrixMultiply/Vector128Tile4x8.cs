using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>4 rows by 8 columns: 8 of the 16 registers of SSE hold sums.</summary>
internal readonly unsafe struct Vector128Tile4x8 : ITile
{
    public static int Rows => 4;

    public static int Columns => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileArguments arguments)
    {
        Vector128<float> left0 = default, right0 = default;
        Vector128<float> left1 = default, right1 = default;
        Vector128<float> left2 = default, right2 = default;
        Vector128<float> left3 = default, right3 = default;
        float* partial = arguments.Partial;
        if (arguments.LoadPartial)
        {
            left0 = Vector128.Load(partial + 0);
            right0 = Vector128.Load(partial + 4);
            left1 = Vector128.Load(partial + 8);
            right1 = Vector128.Load(partial + 12);
            left2 = Vector128.Load(partial + 16);
            right2 = Vector128.Load(partial + 20);
            left3 = Vector128.Load(partial + 24);
            right3 = Vector128.Load(partial + 28);
        }

        float* panel = arguments.Panel;
        float** rows = arguments.Rows;
        nint channels = arguments.Channels;
        for (int tap = arguments.Taps; tap > 0; tap--)
        {
            float* row0 = rows[0] + arguments.ChannelOffset;
            float* row1 = rows[1] + arguments.ChannelOffset;
            float* row2 = rows[2] + arguments.ChannelOffset;
            float* row3 = rows[3] + arguments.ChannelOffset;
            rows += arguments.RowTableStride;
            for (nint k = 0; k < channels; k++)
            {
                Vector128<float> weightsLeft = Vector128.Load(panel);
                Vector128<float> weightsRight = Vector128.Load(panel + 4);
                Vector128<float> value = Vector128.Create(row0[k]);
                left0 = Vector128.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector128.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector128.Create(row1[k]);
                left1 = Vector128.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector128.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector128.Create(row2[k]);
                left2 = Vector128.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector128.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector128.Create(row3[k]);
                left3 = Vector128.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector128.MultiplyAddEstimate(value, weightsRight, right3);
                panel += 8;
            }
        }

        if (arguments.StorePartial)
        {
            left0.Store(partial + 0);
            right0.Store(partial + 4);
            left1.Store(partial + 8);
            right1.Store(partial + 12);
            left2.Store(partial + 16);
            right2.Store(partial + 20);
            left3.Store(partial + 24);
            right3.Store(partial + 28);
            return;
        }

        Vector128<float> alpha = Vector128.Create(arguments.Alpha);
        Vector128<float> biasLeft = Vector128.Load(arguments.Bias);
        Vector128<float> biasRight = Vector128.Load(arguments.Bias + 4);
        left0 = Vector128.MultiplyAddEstimate(left0, alpha, biasLeft);
        right0 = Vector128.MultiplyAddEstimate(right0, alpha, biasRight);
        left1 = Vector128.MultiplyAddEstimate(left1, alpha, biasLeft);
        right1 = Vector128.MultiplyAddEstimate(right1, alpha, biasRight);
        left2 = Vector128.MultiplyAddEstimate(left2, alpha, biasLeft);
        right2 = Vector128.MultiplyAddEstimate(right2, alpha, biasRight);
        left3 = Vector128.MultiplyAddEstimate(left3, alpha, biasLeft);
        right3 = Vector128.MultiplyAddEstimate(right3, alpha, biasRight);

        nint stride = arguments.OutputStride;
        float* residual = arguments.Residual;
        if (residual != null)
        {
            Vector128<float> beta = Vector128.Create(arguments.Beta);
            left0 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left0);
            right0 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right0);
            residual += stride;
            left1 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left1);
            right1 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right1);
            residual += stride;
            left2 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left2);
            right2 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right2);
            residual += stride;
            left3 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left3);
            right3 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right3);
        }

        float* output = arguments.Output;
        Vector128<float> low = Vector128.Create(arguments.Low);
        Vector128<float> high = Vector128.Create(arguments.High);
        Vector128.MinNative(high, Vector128.MaxNative(low, left0)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right0)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left1)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right1)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left2)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right2)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left3)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right3)).Store(output + 4);
    }
}
