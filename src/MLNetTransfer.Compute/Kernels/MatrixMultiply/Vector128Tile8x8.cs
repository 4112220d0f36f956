using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>8 rows by 8 columns: 16 of the 32 registers of arm64 hold sums.</summary>
internal readonly unsafe struct Vector128Tile8x8 : ITile
{
    public static int Rows => 8;

    public static int Columns => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileArguments arguments)
    {
        Vector128<float> left0 = default, right0 = default;
        Vector128<float> left1 = default, right1 = default;
        Vector128<float> left2 = default, right2 = default;
        Vector128<float> left3 = default, right3 = default;
        Vector128<float> left4 = default, right4 = default;
        Vector128<float> left5 = default, right5 = default;
        Vector128<float> left6 = default, right6 = default;
        Vector128<float> left7 = default, right7 = default;
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
            left4 = Vector128.Load(partial + 32);
            right4 = Vector128.Load(partial + 36);
            left5 = Vector128.Load(partial + 40);
            right5 = Vector128.Load(partial + 44);
            left6 = Vector128.Load(partial + 48);
            right6 = Vector128.Load(partial + 52);
            left7 = Vector128.Load(partial + 56);
            right7 = Vector128.Load(partial + 60);
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
            float* row4 = rows[4] + arguments.ChannelOffset;
            float* row5 = rows[5] + arguments.ChannelOffset;
            float* row6 = rows[6] + arguments.ChannelOffset;
            float* row7 = rows[7] + arguments.ChannelOffset;
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
                value = Vector128.Create(row4[k]);
                left4 = Vector128.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector128.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector128.Create(row5[k]);
                left5 = Vector128.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector128.MultiplyAddEstimate(value, weightsRight, right5);
                value = Vector128.Create(row6[k]);
                left6 = Vector128.MultiplyAddEstimate(value, weightsLeft, left6);
                right6 = Vector128.MultiplyAddEstimate(value, weightsRight, right6);
                value = Vector128.Create(row7[k]);
                left7 = Vector128.MultiplyAddEstimate(value, weightsLeft, left7);
                right7 = Vector128.MultiplyAddEstimate(value, weightsRight, right7);
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
            left4.Store(partial + 32);
            right4.Store(partial + 36);
            left5.Store(partial + 40);
            right5.Store(partial + 44);
            left6.Store(partial + 48);
            right6.Store(partial + 52);
            left7.Store(partial + 56);
            right7.Store(partial + 60);
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
        left4 = Vector128.MultiplyAddEstimate(left4, alpha, biasLeft);
        right4 = Vector128.MultiplyAddEstimate(right4, alpha, biasRight);
        left5 = Vector128.MultiplyAddEstimate(left5, alpha, biasLeft);
        right5 = Vector128.MultiplyAddEstimate(right5, alpha, biasRight);
        left6 = Vector128.MultiplyAddEstimate(left6, alpha, biasLeft);
        right6 = Vector128.MultiplyAddEstimate(right6, alpha, biasRight);
        left7 = Vector128.MultiplyAddEstimate(left7, alpha, biasLeft);
        right7 = Vector128.MultiplyAddEstimate(right7, alpha, biasRight);

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
            residual += stride;
            left4 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left4);
            right4 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right4);
            residual += stride;
            left5 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left5);
            right5 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right5);
            residual += stride;
            left6 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left6);
            right6 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right6);
            residual += stride;
            left7 = Vector128.MultiplyAddEstimate(Vector128.Load(residual), beta, left7);
            right7 = Vector128.MultiplyAddEstimate(Vector128.Load(residual + 4), beta, right7);
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
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left4)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right4)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left5)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right5)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left6)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right6)).Store(output + 4);
        output += stride;
        Vector128.MinNative(high, Vector128.MaxNative(low, left7)).Store(output);
        Vector128.MinNative(high, Vector128.MaxNative(low, right7)).Store(output + 4);
    }
}
