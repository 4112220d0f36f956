using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.MLNet;

/// <summary>Makes transformers of model files: ML.NET reads the chain that the library writes into a <c>model.zip</c>. In front of it, bytes are decoded.</summary>
internal static class StockChain
{
    public static ITransformer Load(string path, string inputColumnName, PictureColumn column, bool labelIsText)
    {
        (OnnxModel network, ModelManifest manifest) = Open(path);
        ChainOptions chain = new()
        {
            Input = column == PictureColumn.Path ? ChainInput.Path : ChainInput.Image,
            InputColumnName = column == PictureColumn.Bytes ? DecodedPicture.ColumnName : inputColumnName,
            LabelIsText = labelIsText,
        };
        using MemoryStream zip = new();
        ModelPackage.Write(zip, OnnxWriter.Write(network), manifest, [], chain);
        zip.Position = 0;
        MLContext context = new();
        ITransformer stock = context.Model.Load(zip, out _);
        return column == PictureColumn.Bytes ? DecodePicture.Of(context, inputColumnName).Append(stock) : stock;
    }

    private static (OnnxModel Network, ModelManifest Manifest) Open(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.ReadByte() == 'P' && stream.ReadByte() == 'K')
        {
            stream.Position = 0;
            ModelPackage package = ModelPackage.Read(stream, path);
            return (package.ReadNetwork(), package.Manifest);
        }

        OnnxModel model = OnnxReader.Read(path);
        return (model, ModelMetadata.Read(model, path)
            ?? throw new ModelException($"{path}: not a model that was trained here; expected a model.zip or model.onnx of mlnet-transfer. For other ONNX files use ApplyOnnxModel."));
    }
}
