using MLNetTransfer.Inspection;

namespace MLNetTransfer.Tests.Inspection;

public sealed class ClassNameLikenessTests
{
    [Theory]
    [InlineData("rose", "Roses")]
    [InlineData("hot_dog", "hot dog")]
    [InlineData("berry", "berries")]
    [InlineData("daisy", "dasiy")]
    [InlineData("box", "boxes")]
    [InlineData("sunflower", "sunflowr")]
    public void FindPairs_SameNameWrittenDifferently_IsFound(string first, string second) => Assert.Equal([(first, second)], ClassNameLikeness.FindPairs([first, second]));

    [Theory]
    [InlineData("cat", "bat")]
    [InlineData("class1", "class2")]
    [InlineData("hotdog", "nothotdog")]
    [InlineData("rose", "tulip")]
    public void FindPairs_OtherNames_AreNotFound(string first, string second) => Assert.Empty(ClassNameLikeness.FindPairs([first, second]));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("ca", "abc", 3)]
    public void Distance_KnownPairs_IsRight(string first, string second, int expected) => Assert.Equal(expected, ClassNameLikeness.Distance(first, second));

    [Fact]
    public void Distance_RandomWords_IsThatOfASearch()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            string first = Word();
            string second = Word();
            Assert.Equal(Search(first, second), ClassNameLikeness.Distance(first, second));
        }

        string Word() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "abc"[random.Next(3)]));
    }

    // All ways to change the one into the other, from the front.
    private static int Search(string first, string second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return first.Length + second.Length;
        }

        int best = Math.Min(Search(first[1..], second), Search(first, second[1..])) + 1;
        best = Math.Min(best, Search(first[1..], second[1..]) + (first[0] == second[0] ? 0 : 1));
        return first.Length > 1 && second.Length > 1 && first[0] == second[1] && first[1] == second[0] ? Math.Min(best, Search(first[2..], second[2..]) + 1) : best;
    }
}
