namespace MLNetTransfer.Inference;

/// <summary>An <see cref="IPictureConsumer"/> that also wants to see what the network sees. Called by several threads at once.</summary>
public interface IPixelConsumer : IPictureConsumer
{
    /// <summary>The pixels of a picture that was wanted and could be decoded, before the network runs.</summary>
    /// <param name="index">Position in the list of paths.</param>
    /// <param name="pixels">side x side pixels, RGB interleaved, valid during the call.</param>
    /// <param name="side">Pixels in a row, and rows.</param>
    void See(int index, ReadOnlySpan<byte> pixels, int side);
}
