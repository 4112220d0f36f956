using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Matrix products with scaling, a bias per column and an activation before the result is stored.</summary>
public static class MatrixMultiplyKernel
{
    /// <summary>Number of floats of scratch memory that <see cref="Multiply(in MatrixMultiplyGeometry, ReadOnlySpan{float}, PackedMatrix, ReadOnlySpan{float}, Activation, Span{float}, Span{float}, WorkerPool)"/> wants.</summary>
    public static int WorkspaceLength(in MatrixMultiplyGeometry geometry)
    {
        geometry.Validate();
        return 0;
    }

    /// <summary>Number of floats of scratch memory that the product with a right side that is not packed wants.</summary>
    public static int UnpackedWorkspaceLength(in MatrixMultiplyGeometry geometry)
    {
        geometry.Validate();
        return 0;
    }

    /// <summary>C = activation(alpha op(A) B + beta C + bias) with B packed before.</summary>
    /// <param name="geometry">The sizes; <see cref="MatrixMultiplyGeometry.TransposeRight"/> was settled by packing and is not looked at.</param>
    /// <param name="left">A: [M, K], or [K, M] when transposed.</param>
    /// <param name="right">B.</param>
    /// <param name="bias">One number a column, or empty.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">C: [M, N]; must not overlap <paramref name="left"/>.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        PackedMatrix right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool)
    {
        if (right.Inner != geometry.Inner || right.Columns != geometry.Columns)
        {
            throw new ArgumentException($"The packed matrix is [{right.Inner}, {right.Columns}], the product is {geometry}.", nameof(right));
        }

        Multiply(geometry with { TransposeRight = false }, left, right.Plain, bias, activation, output, workspace, pool);
    }

    /// <summary>C = activation(alpha op(A) op(B) + beta C + bias).</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="left">A: [M, K], or [K, M] when transposed.</param>
    /// <param name="right">B: [K, N], or [N, K] when transposed.</param>
    /// <param name="bias">One number a column, or empty.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">C: [M, N]; must not overlap the others.</param>
    /// <param name="workspace">Scratch of <see cref="UnpackedWorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Multiply(
        in MatrixMultiplyGeometry geometry,
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> bias,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool)
    {
        geometry.Validate();
        KernelArguments.CheckLength(left.Length, geometry.LeftLength);
        KernelArguments.CheckLength(right.Length, geometry.RightLength);
        KernelArguments.CheckOptionalLength(bias.Length, geometry.Columns);
        KernelArguments.CheckLength(output.Length, geometry.OutputLength);
        KernelArguments.CheckLength(workspace.Length, UnpackedWorkspaceLength(geometry));
        ArgumentNullException.ThrowIfNull(pool);
        MatrixMultiplyReference.Multiply(geometry, left, right, bias, activation, output);
    }
}
