using MLNetTransfer.Explanation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer;

/// <summary>What the answers of a classifier rest on, drawn for the galleries of reports.</summary>
internal static class ReportHeat
{
    /// <summary>The picture under its heat, or null where the network has no layer that can be explained.</summary>
    public static Image? Draw(ImageClassifier classifier, ReadOnlyMemory<byte> content, string className)
    {
        try
        {
            return classifier.Explain(content, className).Overlay(Thumbnail.GallerySide);
        }
        catch (ExplanationException)
        {
            return null;
        }
    }
}
