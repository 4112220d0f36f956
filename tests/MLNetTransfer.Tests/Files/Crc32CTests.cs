using System.Text;
using MLNetTransfer.Files;
using MLNetTransfer.Tests.Reporting.TensorBoard;

namespace MLNetTransfer.Tests.Files;

public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { new byte[32], 0x8A9136AA },
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(value => (byte)value)], 0x46DD794E },
        { [.. Enumerable.Range(0, 32).Select(value => (byte)(31 - value))], 0x113FDB5C },
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Compute_PublishedVectors_GivesTheirSums(byte[] data, uint expected)
    {
        Assert.Equal(expected, Crc32C.Compute(data));
        Assert.Equal(expected, EventReader.Checksum(data));
    }

    [Fact]
    public void Compute_EveryLength_IsTheSumBitByBit()
    {
        byte[] data = new byte[100];
        new Random(1).NextBytes(data);

        Assert.All(Enumerable.Range(0, 101), length => Assert.Equal(EventReader.Checksum(data.AsSpan(0, length)), Crc32C.Compute(data.AsSpan(0, length))));
    }

    // Files of fingerprints hold sums that begin with an empty register: this one must not change.
    [Fact]
    public void Continue_EmptyRegister_GivesWhatFilesHold()
    {
        byte[] data = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

        Assert.Equal(0xCC4C4FE4, Crc32C.Continue(0, data));
        Assert.Equal(0xCC4C4FE4, Crc32C.Continue(Crc32C.Continue(0, data.AsSpan(0, 11)), data.AsSpan(11)));
    }
}
