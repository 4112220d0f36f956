namespace MLNetTransfer.Benchmarks;

/// <summary>A benchmark case that knows how much it computes.</summary>
public interface IWork
{
    /// <summary>Multiplications, each with its addition.</summary>
    long MultiplyCount { get; }
}
