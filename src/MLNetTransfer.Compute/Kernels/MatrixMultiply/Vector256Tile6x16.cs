using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>6 rows by 16 columns: 12 of the 16 registers of AVX2 hold sums, two the weights, one the value of a row.</summary>
internal readonly unsafe struct Vector256Tile6x16 : ITile
{
    public static int Rows => 6;

    public static int Columns => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileArguments arguments)
    {
        Vector256<float> left0 = default, right0 = default;
        Vector256<float> left1 = default, right1 = default;
        Vector256<float> left2 = default, right2 = default;
        Vector256<float> left3 = default, right3 = default;
        Vector256<float> left4 = default, right4 = default;
        Vector256<float> left5 = default, right5 = default;
        float* partial = arguments.Partial;
        if (arguments.LoadPartial)
        {
            left0 = Vector256.Load(partial + 0);
            right0 = Vector256.Load(partial + 8);
            left1 = Vector256.Load(partial + 16);
            right1 = Vector256.Load(partial + 24);
            left2 = Vector256.Load(partial + 32);
            right2 = Vector256.Load(partial + 40);
            left3 = Vector256.Load(partial + 48);
            right3 = Vector256.Load(partial + 56);
            left4 = Vector256.Load(partial + 64);
            right4 = Vector256.Load(partial + 72);
            left5 = Vector256.Load(partial + 80);
            right5 = Vector256.Load(partial + 88);
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
            rows += arguments.RowTableStride;
            nint k = 0;
            for (; k <= channels - 4; k += 4)
            {
                Vector256<float> weightsLeft = Vector256.Load(panel);
                Vector256<float> weightsRight = Vector256.Load(panel + 8);
                Vector256<float> value = Vector256.Create(row0[k]);
                left0 = Vector256.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector256.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector256.Create(row1[k]);
                left1 = Vector256.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector256.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector256.Create(row2[k]);
                left2 = Vector256.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector256.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector256.Create(row3[k]);
                left3 = Vector256.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector256.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector256.Create(row4[k]);
                left4 = Vector256.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector256.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector256.Create(row5[k]);
                left5 = Vector256.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector256.MultiplyAddEstimate(value, weightsRight, right5);

                weightsLeft = Vector256.Load(panel + 16);
                weightsRight = Vector256.Load(panel + 24);
                value = Vector256.Create(row0[k + 1]);
                left0 = Vector256.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector256.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector256.Create(row1[k + 1]);
                left1 = Vector256.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector256.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector256.Create(row2[k + 1]);
                left2 = Vector256.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector256.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector256.Create(row3[k + 1]);
                left3 = Vector256.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector256.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector256.Create(row4[k + 1]);
                left4 = Vector256.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector256.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector256.Create(row5[k + 1]);
                left5 = Vector256.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector256.MultiplyAddEstimate(value, weightsRight, right5);

                weightsLeft = Vector256.Load(panel + 32);
                weightsRight = Vector256.Load(panel + 40);
                value = Vector256.Create(row0[k + 2]);
                left0 = Vector256.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector256.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector256.Create(row1[k + 2]);
                left1 = Vector256.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector256.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector256.Create(row2[k + 2]);
                left2 = Vector256.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector256.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector256.Create(row3[k + 2]);
                left3 = Vector256.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector256.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector256.Create(row4[k + 2]);
                left4 = Vector256.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector256.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector256.Create(row5[k + 2]);
                left5 = Vector256.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector256.MultiplyAddEstimate(value, weightsRight, right5);

                weightsLeft = Vector256.Load(panel + 48);
                weightsRight = Vector256.Load(panel + 56);
                value = Vector256.Create(row0[k + 3]);
                left0 = Vector256.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector256.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector256.Create(row1[k + 3]);
                left1 = Vector256.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector256.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector256.Create(row2[k + 3]);
                left2 = Vector256.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector256.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector256.Create(row3[k + 3]);
                left3 = Vector256.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector256.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector256.Create(row4[k + 3]);
                left4 = Vector256.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector256.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector256.Create(row5[k + 3]);
                left5 = Vector256.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector256.MultiplyAddEstimate(value, weightsRight, right5);
                panel += 64;
            }

            for (; k < channels; k++)
            {
                Vector256<float> weightsLeft = Vector256.Load(panel);
                Vector256<float> weightsRight = Vector256.Load(panel + 8);
                Vector256<float> value = Vector256.Create(row0[k]);
                left0 = Vector256.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector256.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector256.Create(row1[k]);
                left1 = Vector256.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector256.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector256.Create(row2[k]);
                left2 = Vector256.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector256.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector256.Create(row3[k]);
                left3 = Vector256.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector256.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector256.Create(row4[k]);
                left4 = Vector256.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector256.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector256.Create(row5[k]);
                left5 = Vector256.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector256.MultiplyAddEstimate(value, weightsRight, right5);
                panel += 16;
            }
        }

        if (arguments.StorePartial)
        {
            left0.Store(partial + 0);
            right0.Store(partial + 8);
            left1.Store(partial + 16);
            right1.Store(partial + 24);
            left2.Store(partial + 32);
            right2.Store(partial + 40);
            left3.Store(partial + 48);
            right3.Store(partial + 56);
            left4.Store(partial + 64);
            right4.Store(partial + 72);
            left5.Store(partial + 80);
            right5.Store(partial + 88);
            return;
        }

        Vector256<float> alpha = Vector256.Create(arguments.Alpha);
        Vector256<float> biasLeft = Vector256.Load(arguments.Bias);
        Vector256<float> biasRight = Vector256.Load(arguments.Bias + 8);
        left0 = Vector256.MultiplyAddEstimate(left0, alpha, biasLeft);
        right0 = Vector256.MultiplyAddEstimate(right0, alpha, biasRight);
        left1 = Vector256.MultiplyAddEstimate(left1, alpha, biasLeft);
        right1 = Vector256.MultiplyAddEstimate(right1, alpha, biasRight);
        left2 = Vector256.MultiplyAddEstimate(left2, alpha, biasLeft);
        right2 = Vector256.MultiplyAddEstimate(right2, alpha, biasRight);
        left3 = Vector256.MultiplyAddEstimate(left3, alpha, biasLeft);
        right3 = Vector256.MultiplyAddEstimate(right3, alpha, biasRight);
        left4 = Vector256.MultiplyAddEstimate(left4, alpha, biasLeft);
        right4 = Vector256.MultiplyAddEstimate(right4, alpha, biasRight);
        left5 = Vector256.MultiplyAddEstimate(left5, alpha, biasLeft);
        right5 = Vector256.MultiplyAddEstimate(right5, alpha, biasRight);

        nint stride = arguments.OutputStride;
        float* residual = arguments.Residual;
        if (residual != null)
        {
            Vector256<float> beta = Vector256.Create(arguments.Beta);
            left0 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left0);
            right0 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right0);
            residual += stride;
            left1 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left1);
            right1 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right1);
            residual += stride;
            left2 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left2);
            right2 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right2);
            residual += stride;
            left3 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left3);
            right3 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right3);
            residual += stride;
            left4 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left4);
            right4 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right4);
            residual += stride;
            left5 = Vector256.MultiplyAddEstimate(Vector256.Load(residual), beta, left5);
            right5 = Vector256.MultiplyAddEstimate(Vector256.Load(residual + 8), beta, right5);
        }

        float* output = arguments.Output;
        Vector256<float> low = Vector256.Create(arguments.Low);
        Vector256<float> high = Vector256.Create(arguments.High);
        Vector256.MinNative(high, Vector256.MaxNative(low, left0)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right0)).Store(output + 8);
        output += stride;
        Vector256.MinNative(high, Vector256.MaxNative(low, left1)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right1)).Store(output + 8);
        output += stride;
        Vector256.MinNative(high, Vector256.MaxNative(low, left2)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right2)).Store(output + 8);
        output += stride;
        Vector256.MinNative(high, Vector256.MaxNative(low, left3)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right3)).Store(output + 8);
        output += stride;
        Vector256.MinNative(high, Vector256.MaxNative(low, left4)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right4)).Store(output + 8);
        output += stride;
        Vector256.MinNative(high, Vector256.MaxNative(low, left5)).Store(output);
        Vector256.MinNative(high, Vector256.MaxNative(low, right5)).Store(output + 8);
    }
}
