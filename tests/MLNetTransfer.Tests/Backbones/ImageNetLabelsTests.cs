using MLNetTransfer.Backbones;

namespace MLNetTransfer.Tests.Backbones;

public sealed class ImageNetLabelsTests
{
    [Fact]
    public void All_Names_AreThousandAndUnique()
    {
        Assert.Equal(1000, ImageNetLabels.All.Count);
        Assert.Equal(1000, ImageNetLabels.All.Distinct().Count());
    }

    [Theory]
    [InlineData(0, "tench")]
    [InlineData(134, "crane (bird)")]
    [InlineData(195, "Boston bull")]
    [InlineData(250, "Siberian husky")]
    [InlineData(281, "tabby")]
    [InlineData(285, "Egyptian cat")]
    [InlineData(517, "crane (machine)")]
    [InlineData(999, "toilet tissue")]
    public void All_Index_IsTheClass(int index, string name) => Assert.Equal(name, ImageNetLabels.All[index]);

    [Fact]
    public void Of_WithBackground_ShiftsByOne()
    {
        IReadOnlyList<string> labels = ImageNetLabels.Of(BackboneLabels.ImageNetWithBackground);

        Assert.Equal(1001, labels.Count);
        Assert.Equal("background", labels[0]);
        Assert.Equal("tabby", labels[282]);
    }

    [Theory]
    [InlineData(1000, BackboneLabels.ImageNet)]
    [InlineData(1001, BackboneLabels.ImageNetWithBackground)]
    [InlineData(10, BackboneLabels.None)]
    public void ForOutputs_Count_IsTheLabelSet(int outputs, BackboneLabels expected) => Assert.Equal(expected, ImageNetLabels.ForOutputs(outputs));

    [SharedDataFact]
    public void All_Names_AreTheFirstOfEachSynset()
    {
        string[] synsets = File.ReadAllLines(Repository.SharedPath("weights", "synset_words_1000.txt"));

        for (int i = 0; i < synsets.Length; i++)
        {
            string first = synsets[i][(synsets[i].IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(',')[0];
            Assert.Equal(first, ImageNetLabels.All[i].Split(" (")[0]);
        }
    }
}
