namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>What an ML.NET application gives the model in a <c>model.zip</c>.</summary>
public enum ChainInput
{
    /// <summary>The path of a picture file, in the text column <c>ImagePath</c>.</summary>
    Path,

    /// <summary>A decoded picture (<c>MLImage</c>), in the column <c>Image</c>.</summary>
    Image,
}
