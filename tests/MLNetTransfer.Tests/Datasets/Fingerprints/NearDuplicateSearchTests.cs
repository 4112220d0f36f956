using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Tests.Inspection;

namespace MLNetTransfer.Tests.Datasets.Fingerprints;

/// <summary>On pictures that were drawn one by one and resemble each other: figures of eight kinds on soft grounds.</summary>
public sealed class NearDuplicateSearchTests
{
    private static readonly Image[] Drawn = [.. Directory.GetFiles(Repository.PathOf("datasets", "shapes"), "*.jpg", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => ImageDecoder.DecodeFile(file).Image)];

    [Fact]
    public void OfPicturesThatResembleEachOtherFewAreCalledCopies()
    {
        IReadOnlyList<NearPair> pairs = Find([.. Drawn.Select(PictureFingerprint.Of)]);

        Assert.InRange(pairs.Count, 0, 3);
    }

    [Theory]
    [InlineData("half", 90)]
    [InlineData("mirrored", 60)]
    [InlineData("turned", 60)]
    public void TheirCopiesAreFound(string change, int quality)
    {
        Image[] some = [.. Drawn.Where((_, index) => index % 10 == 0)];
        IEnumerable<Image> copies = some.Select(image => ImageDecoder.Decode(JpegEncoder.Encode(PictureChanges.Apply(image, change), quality)).Image);

        IReadOnlyList<NearPair> pairs = Find([.. some.Concat(copies).Select(PictureFingerprint.Of)]);

        int found = pairs.Count(pair => pair.Second == pair.First + some.Length);
        Assert.Equal(some.Length, found);
    }

    private static IReadOnlyList<NearPair> Find(PictureFingerprint[] prints)
        => NearDuplicateSearch.Find([.. prints.Select(print => print.Hash)], index => prints[index].IsTelling ? prints[index] : null, threads: 2, advance: null, CancellationToken.None);
}
