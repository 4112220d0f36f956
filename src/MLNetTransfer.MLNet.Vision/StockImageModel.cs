using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Vision;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.MLNet.Vision;

/// <summary>A model of ML.NET's own trainer.</summary>
internal sealed class StockImageModel : IStockModel
{
    private readonly MLContext _context;
    private readonly MulticlassPredictionTransformer<ImageClassificationModelParameters> _transformer;
    private readonly IDataView _sample;
    private readonly PredictionEngine<StockRow, StockScore> _engine;

    public StockImageModel(MLContext context, MulticlassPredictionTransformer<ImageClassificationModelParameters> transformer, IDataView sample)
    {
        _context = context;
        _transformer = transformer;
        _sample = sample;
        _engine = context.Model.CreatePredictionEngine<StockRow, StockScore>(transformer);
    }

    public float[] Score(byte[] picture) => _engine.Predict(new StockRow { Image = picture }).Score;

    // From the path of a picture to the name of its class, as an application wants it.
    public void Save(Stream stream)
    {
        IDataView paths = _context.Data.LoadFromEnumerable(Array.Empty<StockInput>());
        ITransformer load = _context.Transforms.LoadRawImageBytes(nameof(StockRow.Image), null, nameof(StockInput.ImagePath)).Fit(paths);
        ITransformer names = _context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(_transformer.Transform(_sample));
        using MemoryStream content = new();
        _context.Model.Save(new TransformerChain<ITransformer>(load, _transformer, names), paths.Schema, content);
        content.Position = 0;
        content.CopyTo(stream);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _transformer.Dispose();
    }
}
