using MLNetTransfer.Graphs;

namespace MLNetTransfer.Tests.Graphs;

public sealed class ArenaPlannerTests
{
    [Fact]
    public void Place_ChainOfEqualBuffers_NeedsTwo()
    {
        ArenaPlanner planner = new();
        for (int step = 0; step < 10; step++)
        {
            planner.Add(160, step, step + 1);
        }

        Assert.Equal(320, planner.Place().Length);
    }

    [Fact]
    public void Extend_LaterReader_KeepsTheBuffer()
    {
        ArenaPlanner planner = new();
        int first = planner.Add(16, 0, 1);
        planner.Add(16, 5, 6);
        Assert.Equal(16, planner.Place().Length);

        planner.Extend(first, 5);

        Assert.Equal(32, planner.Place().Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Place_RandomLifetimes_NeverOverlapsAndIsAligned(int seed)
    {
        Random random = new(seed);
        ArenaPlanner planner = new();
        List<(long Length, int First, int Last)> buffers = [];
        for (int index = 0; index < 200; index++)
        {
            int first = random.Next(100);
            (long Length, int First, int Last) buffer = (random.Next(1, 1000), first, first + random.Next(10));
            buffers.Add(buffer);
            planner.Add(buffer.Length, buffer.First, buffer.Last);
        }

        (long[] places, long length) = planner.Place();

        for (int left = 0; left < buffers.Count; left++)
        {
            Assert.Equal(0, places[left] % 16);
            Assert.True(places[left] + buffers[left].Length <= length);
            for (int right = 0; right < left; right++)
            {
                bool liveTogether = buffers[left].First <= buffers[right].Last && buffers[right].First <= buffers[left].Last;
                bool overlap = places[left] < places[right] + buffers[right].Length && places[right] < places[left] + buffers[left].Length;
                Assert.False(liveTogether && overlap, $"{buffers[left]} at {places[left]} and {buffers[right]} at {places[right]} share memory.");
            }
        }
    }
}
