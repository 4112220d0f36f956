using System.Buffers.Binary;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// A classifier as a chain of ML.NET's own transformers, so that <c>mlContext.Model.Load</c> reads it in an application that references the stock packages
/// alone (docs/formats/model-zip.md): load, resize, take the pixels, run the network, choose the class, name it.
/// </summary>
internal static class TransformerChain
{
    /// <summary>The entry with the network: its length in four bytes, then the ONNX file.</summary>
    public const string NetworkEntry = $"{Folder}/Transform_{NetworkPlace}/OnnxModel";

    /// <summary>Bytes of <see cref="NetworkEntry"/> in front of the ONNX file.</summary>
    public const int NetworkPrefix = sizeof(int);

    private const string Folder = "TransformerChain";

    // The network has the same place whatever the input is, so that a reader finds it by its name: a chain that takes pictures instead of
    // paths has the copy of a column where the other has the loader.
    private const string NetworkPlace = "003";

    private const string DataAssembly = "Microsoft.ML.Data";
    private const string ImageAssembly = "Microsoft.ML.ImageAnalytics";
    private const int EveryScope = 7;
    private const byte RedGreenBlue = 14;
    private const byte OrderAlphaRedGreenBlue = 1;
    private const byte KindCoverAndCrop = 1;
    private const byte AnchorCenter = 4;
    private const int RecursionLimit = 100;

    /// <summary>The entries of the .zip in the order in which they are written; the network last but for the small ones behind it.</summary>
    /// <param name="network">The ONNX file whose input takes pictures of <see cref="Preprocessing.ResizeSize"/> pixels a side, times <see cref="ChainNetwork.Scale"/>.</param>
    /// <param name="networkInput">Name of that input.</param>
    /// <param name="networkOutput">Name of the output of probabilities.</param>
    /// <param name="manifest">Classes and preprocessing.</param>
    /// <param name="options">How ML.NET sees it.</param>
    public static IEnumerable<KeyValuePair<string, byte[][]>> Entries(
        ReadOnlyMemory<byte> network, string networkInput, string networkOutput, ModelManifest manifest, ChainOptions options)
    {
        int side = manifest.Preprocessing.ResizeSize * ChainNetwork.Scale(manifest.Preprocessing);
        int classes = manifest.Classes.Count;
        bool takesPaths = options.Input == ChainInput.Path;
        string input = options.InputColumnName ?? (takesPaths ? "ImagePath" : "Image");
        int count = options.LabelIsText ? 6 : 5;
        ModelKey chain = new ModelKey().Integer(count);
        for (int index = 0; index < count; index++)
        {
            chain.Integer(EveryScope);
        }

        yield return Entry("TrainingInfo/Version.txt", "5.0.0\n"u8.ToArray());
        yield return Entry($"{Folder}/Model.key", chain.ToArray("XF CHAIN", 1, 1, "TransformerChain", DataAssembly));
        yield return Key(0, takesPaths
            ? Columns("ImageObject", input).Text(null).Byte(1).ToArray("IMGLOADR", 3, 3, "ImageLoaderTransform", ImageAssembly)
            : Columns("ImageObject", input).ToArray("COPYCOLT", 1, 1, "CopyTransform", DataAssembly));
        yield return Key(1, Columns("ResizedImage", "ImageObject").Integer(side).Integer(side).Byte(KindCoverAndCrop).Byte(AnchorCenter)
            .ToArray("IMGSCALF", 3, 3, "ImageScalerTransform", ImageAssembly));
        yield return Key(2, Columns(networkInput, "ResizedImage").Byte(RedGreenBlue).Byte(OrderAlphaRedGreenBlue).Byte(1).Number(0).Number(1).Byte(0)
            .ToArray("IMGPXEXT", 3, 2, "ImagePixelExtractor", ImageAssembly));
        byte[] length = new byte[NetworkPrefix];
        BinaryPrimitives.WriteInt32LittleEndian(length, network.Length);
        yield return Key(3, new ModelKey().Integer(1).Text(networkInput).Integer(1).Text(networkOutput).Integer(0).Integer(RecursionLimit)
            .ToArray("ONNXSCOR", 3, 3, "OnnxTransform", "Microsoft.ML.OnnxTransformer"));
        yield return new(NetworkEntry, [length, network.ToArray()]);
        yield return Entry($"{Folder}/Transform_004/Model/Model.key", Identity(classes).ToArray("MCLINEAR", 1, 1, "MulticlassLinear", "Microsoft.ML.StandardTrainers"));
        yield return Entry($"{Folder}/Transform_004/TrainSchema", new RowlessView().AddKey("Label", manifest.Classes).AddVector(networkOutput, 1, classes).ToArray());
        yield return Key(4, new ModelKey().Text(networkOutput).Text("Label").Text("Score").Text("PredictedLabel")
            .ToArray("MC  PRED", 2, 1, "MulticlassPredXfer", DataAssembly));
        if (options.LabelIsText)
        {
            yield return Key(5, Columns("PredictedLabel", "PredictedLabel").ToArray("KEY2VALT", 1, 1, "KeyToValueTransform", DataAssembly));
        }

        // A column of pictures cannot be stored in a schema; ML.NET takes the absent entry for an unknown schema.
        if (takesPaths)
        {
            yield return Entry("Schema", new RowlessView().AddText(input).ToArray());
        }
    }

    private static KeyValuePair<string, byte[][]> Entry(string name, byte[] content) => new(name, [content]);

    private static KeyValuePair<string, byte[][]> Key(int place, byte[] content) => Entry(FormattableString.Invariant($"{Folder}/Transform_{place:000}/Model.key"), content);

    private static ModelKey Columns(string output, string input) => new ModelKey().Integer(1).Text(output).Text(input);

    // The scorer of a linear model gives the scores their slot names and the predicted label its values, which nothing that reads an ONNX file
    // does. Its weights are the identity matrix, in compressed sparse rows, and its biases zero.
    private static ModelKey Identity(int classes)
    {
        ModelKey key = new ModelKey().Integer(sizeof(float)).Integer(classes).Integer(classes);
        for (int index = 0; index < classes; index++)
        {
            key.Number(0);
        }

        key.Integer(classes + 1);
        for (int start = 0; start <= classes; start++)
        {
            key.Integer(start);
        }

        key.Integer(classes);
        for (int index = 0; index < classes; index++)
        {
            key.Integer(index);
        }

        key.Integer(classes);
        for (int index = 0; index < classes; index++)
        {
            key.Number(1);
        }

        return key;
    }
}
