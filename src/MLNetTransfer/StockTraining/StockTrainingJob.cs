using MLNetTransfer.Datasets;

namespace MLNetTransfer.StockTraining;

/// <summary>What an <see cref="IStockTrainer"/> trains: pictures that can be decoded, options that fit them, and weights that are there.</summary>
public sealed record StockTrainingJob
{
    /// <summary>The class names; the probabilities come in this order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>What is learnt from; <see cref="StockPicture.Read"/> gives the bytes.</summary>
    public required IReadOnlyList<ImageItem> Training { get; init; }

    /// <summary>What decides when to stop; empty for nothing.</summary>
    public required IReadOnlyList<ImageItem> Validation { get; init; }

    /// <summary>What is to be done; the batch is no larger than the training set.</summary>
    public required StockTrainingOptions Options { get; init; }

    /// <summary>The file of weights.</summary>
    public required string WeightsPath { get; init; }

    /// <summary>Seed of the order of the pictures; TensorFlow's own first weights do not follow it.</summary>
    public required int Seed { get; init; }

    /// <summary>An empty folder for what is kept in the meantime; it is deleted after the run.</summary>
    public required string WorkFolder { get; init; }
}
