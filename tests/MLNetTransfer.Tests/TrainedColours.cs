using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests;

/// <summary>One small model that the tests of a class share.</summary>
public sealed class TrainedColours : IDisposable
{
    public TrainedColours()
    {
        TransferLearning.Train(Pictures.Options("out"), NullProgressReporter.Instance, CancellationToken.None);
    }

    public ColouredPictures Pictures { get; } = new();

    public string Zip => Pictures.PathOf("out", "model.zip");

    public string Onnx => Pictures.PathOf("out", "model.onnx");

    public void Dispose() => Pictures.Dispose();
}
