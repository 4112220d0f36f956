namespace MLNetTransfer.Inference;

/// <summary>Takes what <see cref="PicturePipeline"/> finds. All methods are called by several threads at once.</summary>
public interface IPictureConsumer
{
    /// <summary>Whether the network has to run for this picture; false when its answer is known already, which then counts as accepted.</summary>
    /// <param name="index">Position in the list of paths.</param>
    /// <param name="content">The whole file, valid during the call.</param>
    bool Wants(int index, ReadOnlySpan<byte> content);

    /// <summary>The answer of the network.</summary>
    /// <param name="index">Position in the list of paths.</param>
    /// <param name="output">One row of the output of the graph, valid during the call.</param>
    void Accept(int index, ReadOnlySpan<float> output);

    /// <summary>The file cannot be used.</summary>
    /// <param name="index">Position in the list of paths.</param>
    /// <param name="reason">A sentence for people, without the path.</param>
    void Reject(int index, string reason);
}
