namespace MLNetTransfer.MLNet.Vision;

/// <summary>What ML.NET's model answers.</summary>
internal sealed class StockScore
{
    public float[] Score { get; set; } = [];
}
