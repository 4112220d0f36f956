namespace MLNetTransfer.StockTraining;

/// <summary>What ML.NET's own trainer gave.</summary>
public interface IStockModel : IDisposable
{
    /// <summary>The probabilities of the classes of a picture.</summary>
    /// <param name="picture">What <see cref="StockPicture.Read"/> gave.</param>
    float[] Score(byte[] picture);

    /// <summary>Writes the model as ML.NET saves it: column <c>ImagePath</c> in, <c>Score</c> and <c>PredictedLabel</c> out.</summary>
    void Save(Stream stream);
}
