namespace MLNetTransfer.Compute.Kernels;

/// <summary>How wide the vectors are that kernels compute with.</summary>
public enum KernelLevel
{
    /// <summary>Plain loops, accumulating in double: the definition that all others are checked against.</summary>
    Reference,

    /// <summary>128 bits: SSE on x64, NEON on arm64.</summary>
    Vector128,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512,
}
