using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class PairedDifferenceTests
{
    // The airway data of Bentur and others (2009), of which Fagerland, Lydersen and Laake (2014) give the interval, and a table of Newcombe (1998).
    [Theory]
    [InlineData(1, 1, 7, 12, 0.0256, 0.5069)]
    [InlineData(36, 2, 12, 0, 0.0569, 0.3404)]
    public void Newcombe_PublishedExamples_Agrees(long both, long first, long second, long neither, double low, double high)
    {
        ConfidenceInterval interval = PairedDifference.Newcombe(both, first, second, neither);

        Assert.Equal(low, interval.Low, 0.0001);
        Assert.Equal(high, interval.High, 0.0001);
    }

    [Fact]
    public void Newcombe_ModelsInOtherOrder_IsTheNegative()
    {
        ConfidenceInterval one = PairedDifference.Newcombe(573, 35, 18, 110);
        ConfidenceInterval other = PairedDifference.Newcombe(573, 18, 35, 110);

        Assert.Equal((one.Low, one.High), (-other.High, -other.Low));
        Assert.InRange(-17.0 / 736, one.Low, one.High);
    }

    [Theory]
    [InlineData(10, 0, 0, 0)]
    [InlineData(0, 0, 0, 10)]
    [InlineData(6, 0, 0, 4)]
    public void Newcombe_NoDifference_HoldsZero(long both, long first, long second, long neither)
    {
        ConfidenceInterval interval = PairedDifference.Newcombe(both, first, second, neither);

        Assert.True(interval.Low <= 0 && interval.High >= 0 && interval.High < 0.5);
    }

    // Of 95 % intervals about 95 in 100 hold what they are to hold: five standard errors of 4,000 repetitions, and the method's own deviation of about a point.
    [Theory]
    [InlineData(100, 0.80, 0.06, 0.04)]
    [InlineData(300, 0.70, 0.12, 0.04)]
    [InlineData(60, 0.50, 0.10, 0.20)]
    public void Newcombe_Simulated_CoversTheDifferenceAsOftenAsItSays(int pictures, double both, double first, double second)
    {
        const int Repetitions = 4000;
        DeterministicRandom random = new(23);
        int covered = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            long[] counts = new long[4];
            for (int picture = 0; picture < pictures; picture++)
            {
                double draw = random.NextSingle();
                counts[draw < both ? 0 : draw < both + first ? 1 : draw < both + first + second ? 2 : 3]++;
            }

            ConfidenceInterval interval = PairedDifference.Newcombe(counts[0], counts[1], counts[2], counts[3]);
            covered += interval.Low <= second - first && interval.High >= second - first ? 1 : 0;
        }

        Assert.InRange(covered / (double)Repetitions, 0.93, 0.985);
    }
}
