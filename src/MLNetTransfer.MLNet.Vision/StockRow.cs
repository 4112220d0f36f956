namespace MLNetTransfer.MLNet.Vision;

/// <summary>A picture as ML.NET's trainer reads it.</summary>
internal sealed class StockRow
{
    public byte[] Image { get; set; } = [];

    public string ClassName { get; set; } = "";
}
