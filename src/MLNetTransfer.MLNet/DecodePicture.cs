using System.Buffers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.MLNet;

/// <summary>
/// The one transformer of a model that is not ML.NET's own: decodes a column of picture files in front of a chain that takes pictures. A saved model names it and this
/// assembly, and <c>mlContext.Model.Load</c> finds both where the application references this package.
/// </summary>
[CustomMappingFactoryAttribute(ContractName)]
public sealed class DecodePicture : CustomMappingFactory<PictureBytes, DecodedPicture>
{
    // Part of every saved model.
    private const string ContractName = "MLNetTransfer.DecodePicture";

    private const int BytesPerPixel = 4;

    /// <inheritdoc/>
    public override Action<PictureBytes, DecodedPicture> GetMapping() => Decode;

    /// <summary>Makes a transformer whose column <see cref="DecodedPicture.ColumnName"/> holds the pictures of a column of bytes.</summary>
    /// <param name="context">Where it is made.</param>
    /// <param name="columnName">The column of bytes. The mapping knows the names of its properties only, so the column is first copied to one of those.</param>
    internal static ITransformer Of(MLContext context, string columnName)
    {
        SchemaDefinition columns = SchemaDefinition.Create(typeof(PictureBytes));
        columns[PictureBytes.ColumnName].ColumnName = columnName;
        return context.Transforms.CopyColumns(PictureBytes.ColumnName, columnName)
            .Append(context.Transforms.CustomMapping(new DecodePicture().GetMapping(), ContractName))
            .Fit(context.Data.LoadFromEnumerable<PictureBytes>([], columns));
    }

    // Not MLImage.CreateFromStream: by the decoder of training a picture lies upright, has the pixels that training saw, and is refused where training refused it.
    // It is decoded in its full size, because that is what the resize of the chain was fitted for.
    private static void Decode(PictureBytes row, DecodedPicture result)
    {
        // ML.NET gives the same objects for every row of a cursor, and nobody else disposes of what is in them: the pixels are memory that the garbage collector does not see.
        result.Picture?.Dispose();
        result.Picture = null;
        byte[] content = new byte[row.Content.Length];
        row.Content.CopyTo(content);
        result.Picture = ToMLImage(Decode(content));
    }

    private static Image Decode(byte[] content)
    {
        try
        {
            return ImageDecoder.Decode(content).Image;
        }
        catch (ImageFormatException exception)
        {
            throw new ImageFormatException(exception.Error, $"The bytes of a row are no picture that can be scored: {exception.Message} Leave such rows out before.", exception);
        }
    }

    private static MLImage ToMLImage(Image image)
    {
        int length = checked(image.Width * image.Height * BytesPerPixel);
        byte[] pixels = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            ReadOnlySpan<byte> source = image.Pixels;
            for (int from = 0, to = 0; to < length; from += Image.Channels, to += BytesPerPixel)
            {
                pixels[to] = source[from + 2];
                pixels[to + 1] = source[from + 1];
                pixels[to + 2] = source[from];
                pixels[to + 3] = byte.MaxValue;
            }

            return MLImage.CreateFromPixels(image.Width, image.Height, MLPixelFormat.Bgra32, pixels.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
