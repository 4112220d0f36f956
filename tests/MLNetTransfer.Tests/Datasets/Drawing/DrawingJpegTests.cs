using MLNetTransfer.Datasets.Drawing;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Drawing;

public class DrawingJpegTests
{
    [Fact]
    public void Encode_SidesNotMultiplesOfSixteen_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => DrawingJpeg.Encode(new Image(16, 17), 85));

        Assert.Contains("16x17", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_BlackUnit_GivesTheScanThatTheStandardPrescribes()
    {
        byte[] file = DrawingJpeg.Encode(new Image(16, 16), 85);

        // Black is -1024 before quantisation by 5: -205, size 8, code 111110, bits 00110010, then the end of block 1010; three blocks without a change,
        // 00 and 1010, and the same for the two colours.
        string bits = "11111000110010" + "1010" + string.Concat(Enumerable.Repeat("001010", 5));
        string scan = string.Concat(file[^8..^2].Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
        Assert.Equal(bits, scan);
        Assert.Equal([0xFF, 0xD9], file[^2..]);
    }
}
