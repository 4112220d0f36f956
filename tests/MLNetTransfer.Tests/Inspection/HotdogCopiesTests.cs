using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Inspection;

/// <summary>Copies of photographs, planted across splits and classes among 200 photographs that have nothing to do with each other.</summary>
public sealed class HotdogCopiesTests : IDisposable
{
    private const int Planted = 40;

    private readonly PlantedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataTheory]
    [InlineData("exact", 40)]
    [InlineData("recompressed", 40)]
    [InlineData("half", 40)]
    [InlineData("cut", 36)]
    [InlineData("mirrored", 40)]
    [InlineData("bright", 38)]
    public void Inspect_PlantedCopies_AreFoundAndNothingElse(string change, int least)
    {
        string[] photographs = [.. Directory.GetFiles(Repository.SharedPath("images", "hotdog", "train", "hotdog")).Order(StringComparer.Ordinal).Take(200)];
        string[] places = ["train/hotdog", "train/nothotdog", "test/hotdog", "test/nothotdog"];
        for (int index = 0; index < photographs.Length; index++)
        {
            _folder.Add($"{places[index % 4]}/{index}.jpg", File.ReadAllBytes(photographs[index]));
        }

        for (int index = 0; index < Planted; index++)
        {
            byte[] content = File.ReadAllBytes(photographs[index]);
            if (change != "exact")
            {
                content = JpegEncoder.Encode(PictureChanges.Apply(ImageDecoder.Decode(content).Image, change), change == "recompressed" ? 60 : 90);
            }

            _folder.Add($"{places[(index + 1 + (index / 4 % 3)) % 4]}/copy{index}.jpg", content);
        }

        InspectionReport report = DatasetInspector.Inspect(new() { Folder = _folder.Root }, NullProgressReporter.Instance, CancellationToken.None);

        DuplicateGroup[] right = [.. report.Duplicates.Where(group => group.Pictures.Count == 2
            && group.Pictures.Select(picture => Path.GetFileName(picture.Path).Replace("copy", "", StringComparison.Ordinal)).Distinct().Count() == 1)];
        Assert.True(right.Length >= least, $"{right.Length} of {Planted} copies were found.");
        Assert.Equal(right.Length, report.Duplicates.Count);
        Assert.All(right, group => Assert.True(group.CrossesSplits || group.CrossesClasses));
    }
}
