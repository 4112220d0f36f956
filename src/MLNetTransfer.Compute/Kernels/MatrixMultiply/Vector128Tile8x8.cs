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

        Finish(arguments, 0, left0, right0);
        Finish(arguments, 1, left1, right1);
        Finish(arguments, 2, left2, right2);
        Finish(arguments, 3, left3, right3);
        Finish(arguments, 4, left4, right4);
        Finish(arguments, 5, left5, right5);
        Finish(arguments, 6, left6, right6);
        Finish(arguments, 7, left7, right7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in TileArguments arguments, int row, Vector128<float> left, Vector128<float> right)
    {
        nint offset = row * arguments.OutputStride;
        Vector128<float> alpha = Vector128.Create(arguments.Alpha);
        left = Vector128.MultiplyAddEstimate(left, alpha, Vector128.Load(arguments.Bias));
        right = Vector128.MultiplyAddEstimate(right, alpha, Vector128.Load(arguments.Bias + 4));
        if (arguments.Residual != null)
        {
            Vector128<float> beta = Vector128.Create(arguments.Beta);
            left = Vector128.MultiplyAddEstimate(Vector128.Load(arguments.Residual + offset), beta, left);
            right = Vector128.MultiplyAddEstimate(Vector128.Load(arguments.Residual + offset + 4), beta, right);
        }

        Vector128<float> low = Vector128.Create(arguments.Low);
        Vector128<float> high = Vector128.Create(arguments.High);
        Vector128.MinNative(high, Vector128.MaxNative(low, left)).Store(arguments.Output + offset);
        Vector128.MinNative(high, Vector128.MaxNative(low, right)).Store(arguments.Output + offset + 4);
    }
}
