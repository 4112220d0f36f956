using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class BitReaderTests
{
    [Fact]
    public void ReadBits_RandomNumbersOfRandomLengths_ComeBack()
    {
        Random random = new(2);
        (int Value, int Count)[] numbers = new (int, int)[20_000];
        List<byte> bytes = [];
        BitWriter writer = new(bytes);
        for (int i = 0; i < numbers.Length; i++)
        {
            int count = random.Next(1, 17);
            // All ones are frequent, so that many bytes are FF.
            int value = (random.Next(3) == 0 ? -1 : random.Next()) & ((1 << count) - 1);
            numbers[i] = (value, count);
            writer.Write(value, count);
        }

        writer.Flush();
        BitReader reader = new([.. bytes, 0xFF, 0xD9], 0);
        foreach ((int value, int count) in numbers)
        {
            Assert.Equal(value, reader.ReadBits(count));
        }

        Assert.False(reader.Overrun);
    }

    [Theory]
    [InlineData(new byte[] { 0xA5, 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xA5, 0xFF, 0xFF, 0xD0, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(new byte[] { 0xA5 })]
    public void ReadBits_PastAMarkerOrTheEnd_GivesZerosAndSaysSo(byte[] data)
    {
        BitReader reader = new(data, 0);
        Assert.Equal(0xA5, reader.ReadBits(8));
        Assert.False(reader.Overrun);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(0, reader.ReadBits(16));
            Assert.True(reader.Overrun);
        }

        Assert.Equal(1, reader.Position);
    }
}
