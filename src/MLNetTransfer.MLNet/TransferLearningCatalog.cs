using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.MLNet;

/// <summary>The ways into this adapter from an <see cref="MLContext"/>.</summary>
public static class TransferLearningCatalog
{
    /// <summary>Trains an image classifier by transfer learning: a head on a pretrained network, and the network itself where the options say so.</summary>
    /// <param name="trainers"><c>mlContext.MulticlassClassification.Trainers</c>.</param>
    /// <param name="options">What to do; null for the defaults.</param>
    /// <returns>An estimator whose transformer is a chain of ML.NET's own: it scores and saves without this package, but for one of bytes, see <see cref="PictureColumn.Bytes"/>.</returns>
    public static TransferLearningTrainer TransferLearning(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, TransferLearningTrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new TransferLearningTrainer(EnvironmentOf(OwnerOf(trainers)), options ?? new TransferLearningTrainerOptions());
    }

    /// <summary>Makes a transformer of a <c>model.zip</c> or <c>model.onnx</c> that was trained here, whatever input it was written for.</summary>
    /// <param name="model"><c>mlContext.Model</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputColumnName">Column of the pictures: paths (text) or, with <paramref name="takesImages"/>, decoded pictures (<c>MLImage</c>).</param>
    /// <param name="takesImages">Whether the column holds decoded pictures.</param>
    /// <param name="labelIsText">Whether <c>PredictedLabel</c> is the name of the class; otherwise its key, which the evaluators of ML.NET want.</param>
    /// <returns>A chain of ML.NET's own transformers that adds <c>Score</c> and <c>PredictedLabel</c>.</returns>
    /// <exception cref="ModelException">The file is no model that was trained here.</exception>
    public static ITransformer LoadImageClassifier(
        this ModelOperationsCatalog model, string path, string inputColumnName = "ImagePath", bool takesImages = false, bool labelIsText = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        return StockChain.Load(path, inputColumnName, takesImages ? PictureColumn.Image : PictureColumn.Path, labelIsText);
    }

    /// <summary>Makes a transformer of a <c>model.zip</c> or <c>model.onnx</c> that was trained here, for any column of pictures.</summary>
    /// <param name="model"><c>mlContext.Model</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputColumnName">Column of the pictures.</param>
    /// <param name="column">What it holds.</param>
    /// <param name="labelIsText">Whether <c>PredictedLabel</c> is the name of the class; otherwise its key, which the evaluators of ML.NET want.</param>
    /// <returns>A chain that adds <c>Score</c> and <c>PredictedLabel</c>, of ML.NET's own transformers but for the one that decodes bytes.</returns>
    /// <exception cref="ModelException">The file is no model that was trained here.</exception>
    public static ITransformer LoadImageClassifier(this ModelOperationsCatalog model, string path, string inputColumnName, PictureColumn column, bool labelIsText = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!Enum.IsDefined(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), column, "Expected Path, Image or Bytes.");
        }

        return StockChain.Load(path, inputColumnName, column, labelIsText);
    }

    // ML.NET gives the environment of a catalogue to its own assemblies only; trainers of other packages need it for the seed and the log.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    private static extern TrainCatalogBase OwnerOf(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    private static extern IHostEnvironment EnvironmentOf(TrainCatalogBase catalog);
}
