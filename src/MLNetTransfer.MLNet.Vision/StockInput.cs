namespace MLNetTransfer.MLNet.Vision;

/// <summary>What an application gives the saved model.</summary>
internal sealed class StockInput
{
    public string ImagePath { get; set; } = "";
}
