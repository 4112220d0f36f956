using MLNetTransfer.Explanation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer;

/// <content>Why a picture was classified as it was.</content>
public sealed partial class ImageClassifier
{
    private readonly Func<ClassifierExplainer> _createExplainer;
    private ClassifierExplainer? _explainer;

    /// <summary>Finds out which places of a picture speak for a class.</summary>
    /// <param name="content">The whole picture file; it must not change while the result is in use.</param>
    /// <param name="className">One of <see cref="ClassNames"/>; null for the most probable one.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ExplanationException">The network does not suit the method.</exception>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public PictureExplanation Explain(ReadOnlyMemory<byte> content, string? className = null, ExplanationMethod method = ExplanationMethod.GradCam) =>
        Explain(content, new ExplanationOptions { Method = method, ClassNames = className is null ? [] : [className] })[0];

    /// <summary>Finds out which places of a picture speak for some classes.</summary>
    /// <param name="content">The whole picture file; it must not change while the results are in use.</param>
    /// <param name="options">Classes and method.</param>
    /// <returns>One explanation a class, in the order of the options, or the most probable first.</returns>
    /// <exception cref="ArgumentException">The options are not valid, or there is no such class; the message lists every problem.</exception>
    /// <exception cref="ExplanationException">The network does not suit the method, or has no such layer.</exception>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public IReadOnlyList<PictureExplanation> Explain(ReadOnlyMemory<byte> content, ExplanationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems =
        [
            .. options.Validate(),
            .. options.ClassNames.Where(name => !ClassNames.Contains(name)).Select(name => $"The model has no class '{name}'; it has {Listed(ClassNames)}."),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems));
        }

        // Decoded as for an answer, so that the explanation is about the same pixels.
        Image image = Decode(content, Preprocessing.ResizeSize);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _explainer ??= _createExplainer();
            return _explainer.Explain(image, side => Decode(content, side), options, ClassNames);
        }
    }

    private static Image Decode(ReadOnlyMemory<byte> content, int side) => ImageDecoder.Decode(content, ImageDecoderOptions.Default with { TargetSize = side }).Image;

    private static string Listed(IReadOnlyList<string> names)
    {
        const int shown = 20;
        string list = string.Join(", ", names.Take(shown).Select(name => $"'{name}'"));
        return names.Count <= shown ? list : FormattableString.Invariant($"{list} and {names.Count - shown} more");
    }
}
