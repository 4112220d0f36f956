using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>12 rows by 32 columns: 24 of the 32 registers of AVX-512 hold sums. Without that hardware each vector is two of 256 bits.</summary>
internal readonly unsafe struct Vector512Tile12x32 : ITile
{
    public static int Rows => 12;

    public static int Columns => 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileArguments arguments)
    {
        Vector512<float> left0 = default, right0 = default;
        Vector512<float> left1 = default, right1 = default;
        Vector512<float> left2 = default, right2 = default;
        Vector512<float> left3 = default, right3 = default;
        Vector512<float> left4 = default, right4 = default;
        Vector512<float> left5 = default, right5 = default;
        Vector512<float> left6 = default, right6 = default;
        Vector512<float> left7 = default, right7 = default;
        Vector512<float> left8 = default, right8 = default;
        Vector512<float> left9 = default, right9 = default;
        Vector512<float> left10 = default, right10 = default;
        Vector512<float> left11 = default, right11 = default;
        float* partial = arguments.Partial;
        if (arguments.LoadPartial)
        {
            left0 = Vector512.Load(partial + 0);
            right0 = Vector512.Load(partial + 16);
            left1 = Vector512.Load(partial + 32);
            right1 = Vector512.Load(partial + 48);
            left2 = Vector512.Load(partial + 64);
            right2 = Vector512.Load(partial + 80);
            left3 = Vector512.Load(partial + 96);
            right3 = Vector512.Load(partial + 112);
            left4 = Vector512.Load(partial + 128);
            right4 = Vector512.Load(partial + 144);
            left5 = Vector512.Load(partial + 160);
            right5 = Vector512.Load(partial + 176);
            left6 = Vector512.Load(partial + 192);
            right6 = Vector512.Load(partial + 208);
            left7 = Vector512.Load(partial + 224);
            right7 = Vector512.Load(partial + 240);
            left8 = Vector512.Load(partial + 256);
            right8 = Vector512.Load(partial + 272);
            left9 = Vector512.Load(partial + 288);
            right9 = Vector512.Load(partial + 304);
            left10 = Vector512.Load(partial + 320);
            right10 = Vector512.Load(partial + 336);
            left11 = Vector512.Load(partial + 352);
            right11 = Vector512.Load(partial + 368);
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
            float* row8 = rows[8] + arguments.ChannelOffset;
            float* row9 = rows[9] + arguments.ChannelOffset;
            float* row10 = rows[10] + arguments.ChannelOffset;
            float* row11 = rows[11] + arguments.ChannelOffset;
            rows += arguments.RowTableStride;
            for (nint k = 0; k < channels; k++)
            {
                Vector512<float> weightsLeft = Vector512.Load(panel);
                Vector512<float> weightsRight = Vector512.Load(panel + 16);
                Vector512<float> value = Vector512.Create(row0[k]);
                left0 = Vector512.MultiplyAddEstimate(value, weightsLeft, left0);
                right0 = Vector512.MultiplyAddEstimate(value, weightsRight, right0);
                value = Vector512.Create(row1[k]);
                left1 = Vector512.MultiplyAddEstimate(value, weightsLeft, left1);
                right1 = Vector512.MultiplyAddEstimate(value, weightsRight, right1);
                value = Vector512.Create(row2[k]);
                left2 = Vector512.MultiplyAddEstimate(value, weightsLeft, left2);
                right2 = Vector512.MultiplyAddEstimate(value, weightsRight, right2);
                value = Vector512.Create(row3[k]);
                left3 = Vector512.MultiplyAddEstimate(value, weightsLeft, left3);
                right3 = Vector512.MultiplyAddEstimate(value, weightsRight, right3);
                value = Vector512.Create(row4[k]);
                left4 = Vector512.MultiplyAddEstimate(value, weightsLeft, left4);
                right4 = Vector512.MultiplyAddEstimate(value, weightsRight, right4);
                value = Vector512.Create(row5[k]);
                left5 = Vector512.MultiplyAddEstimate(value, weightsLeft, left5);
                right5 = Vector512.MultiplyAddEstimate(value, weightsRight, right5);
                value = Vector512.Create(row6[k]);
                left6 = Vector512.MultiplyAddEstimate(value, weightsLeft, left6);
                right6 = Vector512.MultiplyAddEstimate(value, weightsRight, right6);
                value = Vector512.Create(row7[k]);
                left7 = Vector512.MultiplyAddEstimate(value, weightsLeft, left7);
                right7 = Vector512.MultiplyAddEstimate(value, weightsRight, right7);
                value = Vector512.Create(row8[k]);
                left8 = Vector512.MultiplyAddEstimate(value, weightsLeft, left8);
                right8 = Vector512.MultiplyAddEstimate(value, weightsRight, right8);
                value = Vector512.Create(row9[k]);
                left9 = Vector512.MultiplyAddEstimate(value, weightsLeft, left9);
                right9 = Vector512.MultiplyAddEstimate(value, weightsRight, right9);
                value = Vector512.Create(row10[k]);
                left10 = Vector512.MultiplyAddEstimate(value, weightsLeft, left10);
                right10 = Vector512.MultiplyAddEstimate(value, weightsRight, right10);
                value = Vector512.Create(row11[k]);
                left11 = Vector512.MultiplyAddEstimate(value, weightsLeft, left11);
                right11 = Vector512.MultiplyAddEstimate(value, weightsRight, right11);
                panel += 32;
            }
        }

        if (arguments.StorePartial)
        {
            left0.Store(partial + 0);
            right0.Store(partial + 16);
            left1.Store(partial + 32);
            right1.Store(partial + 48);
            left2.Store(partial + 64);
            right2.Store(partial + 80);
            left3.Store(partial + 96);
            right3.Store(partial + 112);
            left4.Store(partial + 128);
            right4.Store(partial + 144);
            left5.Store(partial + 160);
            right5.Store(partial + 176);
            left6.Store(partial + 192);
            right6.Store(partial + 208);
            left7.Store(partial + 224);
            right7.Store(partial + 240);
            left8.Store(partial + 256);
            right8.Store(partial + 272);
            left9.Store(partial + 288);
            right9.Store(partial + 304);
            left10.Store(partial + 320);
            right10.Store(partial + 336);
            left11.Store(partial + 352);
            right11.Store(partial + 368);
            return;
        }

        Vector512<float> alpha = Vector512.Create(arguments.Alpha);
        Vector512<float> biasLeft = Vector512.Load(arguments.Bias);
        Vector512<float> biasRight = Vector512.Load(arguments.Bias + 16);
        left0 = Vector512.MultiplyAddEstimate(left0, alpha, biasLeft);
        right0 = Vector512.MultiplyAddEstimate(right0, alpha, biasRight);
        left1 = Vector512.MultiplyAddEstimate(left1, alpha, biasLeft);
        right1 = Vector512.MultiplyAddEstimate(right1, alpha, biasRight);
        left2 = Vector512.MultiplyAddEstimate(left2, alpha, biasLeft);
        right2 = Vector512.MultiplyAddEstimate(right2, alpha, biasRight);
        left3 = Vector512.MultiplyAddEstimate(left3, alpha, biasLeft);
        right3 = Vector512.MultiplyAddEstimate(right3, alpha, biasRight);
        left4 = Vector512.MultiplyAddEstimate(left4, alpha, biasLeft);
        right4 = Vector512.MultiplyAddEstimate(right4, alpha, biasRight);
        left5 = Vector512.MultiplyAddEstimate(left5, alpha, biasLeft);
        right5 = Vector512.MultiplyAddEstimate(right5, alpha, biasRight);
        left6 = Vector512.MultiplyAddEstimate(left6, alpha, biasLeft);
        right6 = Vector512.MultiplyAddEstimate(right6, alpha, biasRight);
        left7 = Vector512.MultiplyAddEstimate(left7, alpha, biasLeft);
        right7 = Vector512.MultiplyAddEstimate(right7, alpha, biasRight);
        left8 = Vector512.MultiplyAddEstimate(left8, alpha, biasLeft);
        right8 = Vector512.MultiplyAddEstimate(right8, alpha, biasRight);
        left9 = Vector512.MultiplyAddEstimate(left9, alpha, biasLeft);
        right9 = Vector512.MultiplyAddEstimate(right9, alpha, biasRight);
        left10 = Vector512.MultiplyAddEstimate(left10, alpha, biasLeft);
        right10 = Vector512.MultiplyAddEstimate(right10, alpha, biasRight);
        left11 = Vector512.MultiplyAddEstimate(left11, alpha, biasLeft);
        right11 = Vector512.MultiplyAddEstimate(right11, alpha, biasRight);

        nint stride = arguments.OutputStride;
        float* residual = arguments.Residual;
        if (residual != null)
        {
            Vector512<float> beta = Vector512.Create(arguments.Beta);
            left0 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left0);
            right0 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right0);
            residual += stride;
            left1 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left1);
            right1 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right1);
            residual += stride;
            left2 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left2);
            right2 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right2);
            residual += stride;
            left3 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left3);
            right3 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right3);
            residual += stride;
            left4 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left4);
            right4 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right4);
            residual += stride;
            left5 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left5);
            right5 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right5);
            residual += stride;
            left6 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left6);
            right6 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right6);
            residual += stride;
            left7 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left7);
            right7 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right7);
            residual += stride;
            left8 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left8);
            right8 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right8);
            residual += stride;
            left9 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left9);
            right9 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right9);
            residual += stride;
            left10 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left10);
            right10 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right10);
            residual += stride;
            left11 = Vector512.MultiplyAddEstimate(Vector512.Load(residual), beta, left11);
            right11 = Vector512.MultiplyAddEstimate(Vector512.Load(residual + 16), beta, right11);
        }

        float* output = arguments.Output;
        Vector512<float> low = Vector512.Create(arguments.Low);
        Vector512<float> high = Vector512.Create(arguments.High);
        Vector512.MinNative(high, Vector512.MaxNative(low, left0)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right0)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left1)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right1)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left2)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right2)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left3)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right3)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left4)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right4)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left5)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right5)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left6)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right6)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left7)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right7)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left8)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right8)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left9)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right9)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left10)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right10)).Store(output + 16);
        output += stride;
        Vector512.MinNative(high, Vector512.MaxNative(low, left11)).Store(output);
        Vector512.MinNative(high, Vector512.MaxNative(low, right11)).Store(output + 16);
    }
}
