using MLNetTransfer.Inspection;

namespace MLNetTransfer.Tests.Inspection;

public sealed class ConfidentLearningTests
{
    [Fact]
    public void Joint_SmallExample_IsThatOfThePaper()
    {
        // Thresholds are the means (0.9 + 0.7 + 0.2) / 3 = 0.6 and (0.8 + 0.6) / 2 = 0.7; the third picture is a confident example of the second class.
        ConfidentLearning learning = new([0, 0, 0, 1, 1], [[0.9f, 0.1f], [0.7f, 0.3f], [0.2f, 0.8f], [0.2f, 0.8f], [0.4f, 0.6f]], 2);

        Assert.Equal(0.6, learning.Thresholds[0], 6);
        Assert.Equal(0.7, learning.Thresholds[1], 6);
        Assert.Equal([2, 1, 0, 1], learning.Joint.Cast<int>());
        Assert.Equal([(2, 1)], learning.Suspects());
        Assert.Equal(1.0 / 3 * 3 / 5, learning.EstimateShareOfWrongLabels(), 6);
    }

    [Fact]
    public void Suspects_AreRankedByTheMargin()
    {
        ConfidentLearning learning = new([0, 0, 0, 0, 1, 1], [[0.9f, 0.1f], [0.9f, 0.1f], [0.3f, 0.7f], [0.1f, 0.9f], [0.4f, 0.6f], [0.5f, 0.5f]], 2);

        Assert.Equal([(3, 1), (2, 1)], learning.Suspects());
    }

    [Fact]
    public void Suspects_SimulatedNoise_FindsMostOfItAndEstimatesItsShare()
    {
        const int Pictures = 3000;
        const int Classes = 3;
        Random random = new(5);
        int[] labels = new int[Pictures];
        bool[] isWrong = new bool[Pictures];
        float[][] probabilities = new float[Pictures][];
        for (int index = 0; index < Pictures; index++)
        {
            int actual = index % Classes;
            isWrong[index] = random.NextDouble() < 0.1;
            labels[index] = isWrong[index] ? (actual + 1) % Classes : actual;
            double sure = 0.6 + (0.39 * random.NextDouble());
            probabilities[index] = [.. Enumerable.Range(0, Classes).Select(each => (float)(each == actual ? sure : (1 - sure) / (Classes - 1)))];
        }

        ConfidentLearning learning = new(labels, probabilities, Classes);

        IReadOnlyList<(int Index, int Proposed)> suspects = learning.Suspects();
        int found = suspects.Count(suspect => isWrong[suspect.Index]);
        Assert.All(suspects, suspect => Assert.True(isWrong[suspect.Index]));
        Assert.All(suspects, suspect => Assert.Equal(suspect.Index % Classes, suspect.Proposed));
        Assert.InRange((double)found / isWrong.Count(wrong => wrong), 0.6, 1);
        Assert.InRange(learning.EstimateShareOfWrongLabels(), 0.07, 0.13);
    }

    [Fact]
    public void Thresholds_ClassWithoutPictures_CannotBeReached()
    {
        ConfidentLearning learning = new([0, 0], [[0.1f, 0.9f], [0.2f, 0.8f]], 2);

        Assert.Empty(learning.Suspects());
    }
}
