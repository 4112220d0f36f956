using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.Datasets;
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet;

/// <summary>
/// Trains an image classifier by transfer learning inside an ML.NET pipeline: keys and pictures in, and out comes a chain of ML.NET's own transformers with the
/// columns <c>Score</c> (probabilities, the class names as slot names) and <c>PredictedLabel</c> (the key of the class). The chain saves with <c>mlContext.Model.Save</c> and scores
/// in applications that do not know this package. For a column of bytes (<see cref="PictureColumn.Bytes"/>) one transformer of this package stands in front: then they must reference it.
/// </summary>
public sealed class TransferLearningTrainer : IEstimator<ITransformer>
{
    private const string Name = nameof(TransferLearningTrainer);
    private const int ListedPictures = 10;

    private readonly IHost _host;
    private readonly TransferLearningTrainerOptions _options;

    internal TransferLearningTrainer(IHostEnvironment environment, TransferLearningTrainerOptions options)
    {
        _host = environment.Register(Name);
        _options = options;
    }

    /// <summary>Trains.</summary>
    /// <param name="input">Rows with the columns that the options name.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the options of the run are not valid.</exception>
    /// <exception cref="DatasetException">There are too few classes or pictures.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string folder = Directory.CreateTempSubdirectory("mlnet-transfer-").FullName;
        try
        {
            PictureRows training = PictureRows.Read(input, _options, Path.Combine(folder, "training"));
            PictureRows? validation = _options.ValidationSet is null ? null : PictureRows.Read(_options.ValidationSet, _options, Path.Combine(folder, "validation"));
            if (validation is not null && !validation.Dataset.Classes.SequenceEqual(training.Dataset.Classes))
            {
                throw new ArgumentException(
                    $"The keys of '{_options.LabelColumnName}' mean {string.Join(", ", training.Dataset.Classes)} in the training pictures and {string.Join(", ", validation.Dataset.Classes)} in the validation pictures. Make both with one fitted MapValueToKey.");
            }

            TransferOptions options = new() { TrainFolder = "", OutputFolder = "", ValidationShare = validation is null ? 0.2 : 0, Seed = _host.Rand.Next() };
            options = _options.Configure?.Invoke(options) ?? options;
            options = options.OutputFolder.Length > 0 ? options : options with { OutputFolder = Path.Combine(folder, "run") };
            using IChannel channel = _host.Start("Training");
            ChannelProgress progress = new(channel, _options.Progress ?? NullProgressReporter.Instance);
            TransferResult result = TransferLearning.Train(options, new DatasetSplit(training.Dataset, validation?.Dataset), progress, _options.CancellationToken);
            ListSkipped(result.Skipped, folder, progress);
            return StockChain.Load(Path.Combine(options.OutputFolder, "model.zip"), _options.FeatureColumnName, training.Column, labelIsText: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column label = Find(inputSchema, _options.LabelColumnName, "label");
        Find(inputSchema, _options.FeatureColumnName, "picture");
        SchemaShape names = new([NewColumn("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false, null)]);
        SchemaShape.Column[] added =
        [
            NewColumn("probabilities", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, null),
            NewColumn("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, names),
            NewColumn("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, label.Annotations),
        ];
        return new SchemaShape(inputSchema.Where(column => !added.Any(each => each.Name == column.Name)).Concat(added));
    }

    // A picture that came in a row has the number of the row in the name of its file, and its folder is gone soon.
    private static void ListSkipped(IReadOnlyList<SkippedPicture> pictures, string folder, ChannelProgress progress)
    {
        foreach (SkippedPicture picture in pictures.Take(ListedPictures))
        {
            string path = picture.Path.StartsWith(folder, StringComparison.Ordinal) ? Path.GetRelativePath(folder, picture.Path) : picture.Path;
            progress.Warn($"Skipped {path}: {picture.Reason}");
        }

        if (pictures.Count > ListedPictures)
        {
            progress.Warn(string.Create(CultureInfo.InvariantCulture, $"Skipped {pictures.Count - ListedPictures} more pictures."));
        }
    }

    private static SchemaShape.Column Find(SchemaShape schema, string name, string role) => schema.FirstOrDefault(column => column.Name == name) is { Name: not null } found
        ? found
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There is no {role} column '{name}'; the columns are {string.Join(", ", schema.Select(column => column.Name))}."));

    // ML.NET lets estimators of other packages read a shape, but not make a column of one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column NewColumn(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);
}
