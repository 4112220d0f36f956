using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Tests.Kernels.MatrixMultiply;

/// <summary>One matrix product of the conformance suite.</summary>
public sealed record MatrixMultiplyCase(MatrixMultiplyGeometry Geometry, Activation Activation = default, bool HasBias = false, int Seed = 1);
