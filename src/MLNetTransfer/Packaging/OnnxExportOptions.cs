namespace MLNetTransfer.Packaging;

/// <summary>What an exported ONNX file holds.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Whether the output <c>label</c> is there, which takes an operator of <c>ai.onnx.ml</c> that not every runtime has.</summary>
    /// <value>Default true.</value>
    public bool Label { get; init; } = true;

    /// <summary>Whether there is an output <c>logits</c> [N, classes], what the softmax makes probabilities of.</summary>
    public bool Logits { get; init; }

    /// <summary>Whether there is an output <c>features</c> [N, features], what the head reads.</summary>
    public bool Features { get; init; }

    /// <summary>Whether the weights are stored with 16 bits. The file is half as large; the network still computes with 32 bits, behind one Cast a weight, which runtimes do once.</summary>
    public bool HalfWeights { get; init; }

    /// <summary>The ONNX operator set to write for, 7 to 22; null for that of the network.</summary>
    public int? OperatorSet { get; init; }

    /// <summary>
    /// Pictures that show what the network's values look like, to store them and the weights with 8 bits (QDQ form); null for full precision. A few hundred of the training pictures do;
    /// of more than 256 as many are taken, evenly from the list.
    /// </summary>
    public IReadOnlyList<string>? CalibrationPictures { get; init; }

    /// <summary>
    /// With <see cref="CalibrationPictures"/>: whether weights are stored with 7 bits and a sign, which runtimes compute faster, and not with 8 bits around 128, which is more exact.
    /// Neither is ever computed wrongly, whatever the processor.
    /// </summary>
    public bool FastWeights { get; init; }
}
