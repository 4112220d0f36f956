using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests.Png;

public sealed class PngChecksumTests
{
    [Fact]
    public void Compute_CheckString_GivesThePublishedCrc()
    {
        Assert.Equal(0xCBF43926u, PngCrc.Compute("123456789"u8));
        Assert.Equal(0xAE426082u, PngCrc.Compute("IEND"u8));
    }

    [Fact]
    public void Add_CheckString_GivesThePublishedAdler()
    {
        PngAdler adler = new();
        adler.Add("Wikipedia"u8);

        Assert.Equal(0x11E60398u, adler.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(5536)]
    [InlineData(5569)]
    [InlineData(100_003)]
    public void Add_PiecesOfAnyLength_EqualTheDefinition(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        data.AsSpan(0, length / 2).Fill(255);
        PngAdler adler = new();
        adler.Add(data.AsSpan(0, length / 3));
        adler.Add(data.AsSpan(length / 3));

        ulong sum = 1;
        ulong sumOfSums = 0;
        foreach (byte value in data)
        {
            sum = (sum + value) % 65521;
            sumOfSums = (sumOfSums + sum) % 65521;
        }

        Assert.Equal((uint)((sumOfSums << 16) | sum), adler.Value);
    }
}
