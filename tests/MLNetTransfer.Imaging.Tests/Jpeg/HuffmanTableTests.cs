using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class HuffmanTableTests
{
    [Fact]
    public void ReadSymbol_EverySymbolOfTheStandardTables_ComesBack()
    {
        foreach (HuffmanSpecification specification in new[]
        {
            HuffmanSpecification.LuminanceDc, HuffmanSpecification.ChrominanceDc, HuffmanSpecification.LuminanceAc, HuffmanSpecification.ChrominanceAc,
        })
        {
            List<byte> bytes = [];
            BitWriter writer = new(bytes);
            int code = 0;
            int index = 0;
            for (int length = 1; length <= 16; length++, code <<= 1)
            {
                for (int i = 0; i < specification.Counts[length - 1]; i++, index++)
                {
                    writer.Write(code++, length);
                }
            }

            writer.Flush();
            HuffmanTable table = new(specification, withNumbers: false);
            BitReader reader = new(bytes.ToArray(), 0);
            foreach (byte symbol in specification.Symbols)
            {
                Assert.Equal(symbol, reader.ReadSymbol(table));
            }

            Assert.False(reader.Overrun);
        }
    }

    [Fact]
    public void DecodeLong_CodeThatDoesNotExist_GivesZeroAndSeventeenBits()
    {
        HuffmanTable table = new(HuffmanSpecification.LuminanceAc, withNumbers: true);
        Assert.Equal(0, table.DecodeLong(ulong.MaxValue, out int length));
        Assert.Equal(17, length);
    }

    [Fact]
    public void Constructor_TooManyCodes_Throws()
    {
        byte[] counts = new byte[16];
        counts[0] = 3;
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => new HuffmanTable(new HuffmanSpecification(counts, [1, 2, 3]), withNumbers: false));
        Assert.Equal(ImageFormatError.Invalid, exception.Error);
    }
}
