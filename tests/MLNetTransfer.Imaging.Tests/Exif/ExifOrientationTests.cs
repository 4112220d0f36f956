using MLNetTransfer.Imaging.Exif;

namespace MLNetTransfer.Imaging.Tests.Exif;

public sealed class ExifOrientationTests
{
    private static readonly byte[] Little = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] Big = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Read_LittleEndianBlock_GivesTheValue() => Assert.Equal(6, ExifOrientation.Read(Little));

    [Fact]
    public void Read_BigEndianBlock_GivesTheValue() => Assert.Equal(8, ExifOrientation.Read(Big));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void Read_ValueOutOfRange_GivesUpright(byte value)
    {
        byte[] block = [.. Little];
        block[18] = value;
        Assert.Equal(1, ExifOrientation.Read(block));
    }

    [Fact]
    public void Read_AnyPrefix_GivesUprightOrTheValue()
    {
        for (int length = 0; length < Little.Length; length++)
        {
            int expected = length >= 22 ? 6 : 1;
            Assert.Equal(expected, ExifOrientation.Read(Little.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_DirectoryBehindTheEnd_GivesUpright()
    {
        byte[] block = [.. Little];
        block[7] = 0xFF;
        Assert.Equal(1, ExifOrientation.Read(block));
    }

    [Fact]
    public void Read_RandomBytesBehindTheMark_GivesOneToEight()
    {
        Random random = new(7);
        byte[] block = new byte[64];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(block);
            Little.AsSpan(0, 4).CopyTo(block);
            Assert.InRange(ExifOrientation.Read(block), 1, 8);
        }
    }
}
