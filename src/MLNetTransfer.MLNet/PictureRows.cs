using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.MLNet;

/// <summary>The labelled pictures of a data view as files.</summary>
internal sealed record PictureRows(ImageDataset Dataset, PictureColumn Column)
{
    /// <summary>Reads the rows. Decoded pictures are written to a folder, as PNG files, and bytes as they are; training then reads them as often as it needs.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public static PictureRows Read(IDataView view, TransferLearningTrainerOptions options, string folder)
    {
        DataViewSchema.Column label = Find(view, options.LabelColumnName, "label");
        DataViewSchema.Column feature = Find(view, options.FeatureColumnName, "picture");
        if (label.Type is not KeyDataViewType { RawType: Type raw } || raw != typeof(uint) || label.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType { ItemType: TextDataViewType })
        {
            throw new ArgumentException($"The label column '{label.Name}' is {label.Type}; expected keys of 32 bits with text values. Put mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\") in front.");
        }

        VBuffer<ReadOnlyMemory<char>> values = default;
        label.Annotations.GetValue("KeyValues", ref values);
        string[] classes = [.. values.DenseValues().Select(value => value.ToString())];
        PictureColumn column = ColumnOf(feature);
        List<ImageItem> items = [];
        using DataViewRowCursor cursor = view.GetRowCursor([label, feature]);
        ValueGetter<uint> key = cursor.GetGetter<uint>(label);
        Func<string?> picture = column switch
        {
            PictureColumn.Image => ImageWriter(cursor, feature, folder),
            PictureColumn.Bytes => BytesWriter(cursor, feature, folder),
            _ => PathReader(cursor, feature),
        };
        while (cursor.MoveNext())
        {
            uint value = 0;
            key(ref value);
            if (value > 0 && picture() is string path)
            {
                items.Add(new ImageItem(path, (int)value - 1));
            }
        }

        return new PictureRows(new ImageDataset { Root = $"the column '{feature.Name}'", Classes = classes, Items = items }, column);
    }

    private static PictureColumn ColumnOf(DataViewSchema.Column feature) => feature.Type switch
    {
        TextDataViewType => PictureColumn.Path,
        ImageDataViewType => PictureColumn.Image,
        VectorDataViewType { ItemType: NumberDataViewType { RawType: Type item } } when item == typeof(byte) => PictureColumn.Bytes,
        _ => throw new ArgumentException($"The picture column '{feature.Name}' is {feature.Type}; expected paths (text), decoded pictures (MLImage) or picture files as bytes (vector of bytes)."),
    };

    private static Func<string?> PathReader(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        return () =>
        {
            ReadOnlyMemory<char> path = default;
            getter(ref path);
            return path.IsEmpty ? null : path.ToString();
        };
    }

    private static Func<string?> ImageWriter(DataViewRowCursor cursor, DataViewSchema.Column column, string folder)
    {
        Directory.CreateDirectory(folder);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(column);

        // The same variable for every row: a transformer that made the picture of the row before disposes of it when it gets it back. The pixels are memory that the garbage
        // collector does not see. For a row without a picture ResizeImages leaves the disposed one.
        MLImage? image = null;
        return () =>
        {
            MLImage? before = image;
            getter(ref image!);
            if (image is null || (ReferenceEquals(image, before) && IsDisposed(image)))
            {
                return null;
            }

            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"row-{cursor.Position}.png"));
            image.Save(path);
            return path;
        };
    }

    private static Func<string?> BytesWriter(DataViewRowCursor cursor, DataViewSchema.Column column, string folder)
    {
        Directory.CreateDirectory(folder);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> content = default;
        return () =>
        {
            getter(ref content);
            if (content.Length == 0)
            {
                return null;
            }

            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"row-{cursor.Position}"));
            File.WriteAllBytes(path, content.IsDense ? content.GetValues() : [.. content.DenseValues()]);
            return path;
        };
    }

    // MLImage says so in no other way.
    private static bool IsDisposed(MLImage image)
    {
        try
        {
            return image.Width == 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static DataViewSchema.Column Find(IDataView view, string name, string role) => view.Schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"There is no {role} column '{name}'; the columns are {string.Join(", ", view.Schema.Select(column => column.Name))}.");
}
