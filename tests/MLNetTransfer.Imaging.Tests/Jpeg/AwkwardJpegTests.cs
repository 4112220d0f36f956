using System.Security.Cryptography;
using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

/// <summary>
/// Pixels of files by other programs. The sums are those of Pillow 9.4 with libjpeg-turbo 2.1.5: <c>sha256(Image.open(f).convert("RGB").tobytes())</c>,
/// scaled by <c>draft</c>.
/// </summary>
public sealed class AwkwardJpegTests
{
    [SharedDataTheory]
    [InlineData("generated/sub444_base.jpg", 8, 227, 149, "a977148390d8166c")]
    [InlineData("generated/sub444_prog.jpg", 8, 227, 149, "a977148390d8166c")]
    [InlineData("generated/sub422_base.jpg", 8, 227, 149, "3516683176b20379")]
    [InlineData("generated/sub422_prog.jpg", 8, 227, 149, "3516683176b20379")]
    [InlineData("generated/sub440_base.jpg", 8, 227, 149, "70b53c60a0eadb86")]
    [InlineData("generated/sub440_prog.jpg", 8, 227, 149, "70b53c60a0eadb86")]
    [InlineData("generated/sub420_base.jpg", 8, 227, 149, "ad6f4f3e6b48a16c")]
    [InlineData("generated/sub420_prog.jpg", 8, 227, 149, "ad6f4f3e6b48a16c")]
    [InlineData("generated/sub411_base.jpg", 8, 227, 149, "8a2f47aa7b4c85c0")]
    [InlineData("generated/sub411_prog.jpg", 8, 227, 149, "8a2f47aa7b4c85c0")]
    [InlineData("generated/sub410_base.jpg", 8, 227, 149, "86f97e615ef6028f")]
    [InlineData("generated/sub410_prog.jpg", 8, 227, 149, "86f97e615ef6028f")]
    [InlineData("generated/gray_base.jpg", 8, 227, 149, "44522d1e96524618")]
    [InlineData("generated/gray_prog.jpg", 8, 227, 149, "44522d1e96524618")]
    [InlineData("generated/restart_1row.jpg", 8, 227, 149, "ad6f4f3e6b48a16c")]
    [InlineData("generated/restart_3blocks.jpg", 8, 227, 149, "ad6f4f3e6b48a16c")]
    [InlineData("generated/rgb_colorspace.jpg", 8, 227, 149, "262f6b7ee7d6f147")]
    [InlineData("generated/q1.jpg", 8, 227, 149, "302bbce9e3caf27c")]
    [InlineData("generated/q100.jpg", 8, 227, 149, "883fe0bf97766092")]
    [InlineData("generated/quality3_16bitq.jpg", 8, 227, 149, "a2f2aabe0a03c853")]
    [InlineData("generated/trunc_10pct.jpg", 8, 227, 149, "9d0fa863b1fa5488")]
    [InlineData("generated/trunc_50pct.jpg", 8, 227, 149, "147ae78ef8e1c9a4")]
    [InlineData("generated/trunc_90pct.jpg", 8, 227, 149, "16efdb24947cec23")]
    [InlineData("generated/bitrot20.jpg", 8, 227, 149, "d2d4cfd3fe4ea4da")]
    [InlineData("generated/cmyk_adobe.jpg", 8, 227, 149, "8e1c9b58fd463d11")]
    [InlineData("generated/ycck_444.jpg", 8, 227, 149, "571966a638444703")]
    [InlineData("generated/ycck_420.jpg", 8, 227, 149, "cee6b0d0e61ec604")]
    [InlineData("generated/1x1.jpg", 8, 1, 1, "6fe0a87a90f6aa4f")]
    [InlineData("generated/1xn.jpg", 8, 1, 300, "d95bbd1523eb7c8d")]
    [InlineData("generated/7x5.jpg", 8, 7, 5, "043ad4a2558c0aca")]
    [InlineData("image-rs/jpg/progressive/3.jpg", 8, 650, 470, "e7446959fe4bdf3d")]
    [InlineData("image-rs/jpg/progressive/cat.jpg", 8, 320, 240, "b76f8a6e1db2b4d2")]
    [InlineData("libjpeg-turbo/testimgint.jpg", 8, 227, 149, "0a42217ec0ee16e2")]
    [InlineData("pillow/pil_sample_cmyk.jpg", 8, 100, 100, "5f547263ecc1ead3")]
    [InlineData("pillow/hopper_16bit_qtables.jpg", 8, 128, 128, "670ec3f629994c6c")]
    [InlineData("pillow/jpeg_ff00_header.jpg", 8, 300, 225, "801f1f2a4ceec133")]
    [InlineData("pillow/junk_jpeg_header.jpg", 8, 1024, 768, "c65b2f96bfb5ca96")]
    [InlineData("pillow/truncated_jpeg.jpg", 8, 100, 100, "231f751ab66c296a")]
    [InlineData("generated/sub420_base.jpg", 4, 114, 75, "d523c91e812274e1")]
    [InlineData("generated/sub420_prog.jpg", 2, 57, 38, "5ab12da254fe1277")]
    [InlineData("generated/sub422_base.jpg", 4, 114, 75, "a0b42a86da02c4eb")]
    [InlineData("generated/sub410_base.jpg", 1, 29, 19, "b92566f6ac0d3eea")]
    [InlineData("generated/ycck_420.jpg", 2, 57, 38, "00bfd35bf428a036")]
    public void Decode_File_GivesThePixelsOfLibjpeg(string file, int scale, int width, int height, string sum)
    {
        byte[] content = File.ReadAllBytes(Repository.SharedPath("awkward", file));
        ImageInfo info = JpegDecoder.Identify(content, ImageDecoderOptions.Default);
        int target = scale == 8 ? 0 : Math.Min(info.Width, info.Height) * scale / 8;
        Image image = TestPictures.Decode(content, new ImageDecoderOptions { TargetSize = target, ReductionGap = 1 }).Image;
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(image.Pixels)[..8]));
    }

    [SharedDataTheory]
    [InlineData("generated/arith.jpg", ImageFormatError.NotSupported)]
    [InlineData("generated/arith_prog.jpg", ImageFormatError.NotSupported)]
    [InlineData("libjpeg-turbo/monkey12.jpg", ImageFormatError.NotSupported)]
    [InlineData("generated/two_bytes.jpg", ImageFormatError.Truncated)]
    [InlineData("pillow/ultrahdr.jpg", ImageFormatError.Truncated)]
    public void Decode_FileThatGivesNoPicture_SaysWhy(string file, ImageFormatError error) =>
        Assert.Equal(error, TestPictures.ErrorOf(File.ReadAllBytes(Repository.SharedPath("awkward", file))));

    [SharedDataTheory]
    [InlineData("exif/Landscape_0.jpg", 1)]
    [InlineData("exif/Landscape_5.jpg", 5)]
    [InlineData("exif/Portrait_8.jpg", 8)]
    [InlineData("pillow/hopper_orientation_3.jpg", 3)]
    [InlineData("pillow/invalid-exif.jpg", 1)]
    public void Identify_ExifOrientation_IsRead(string file, int orientation) =>
        Assert.Equal(orientation, JpegDecoder.Identify(File.ReadAllBytes(Repository.SharedPath("awkward", file)), ImageDecoderOptions.Default).Orientation);
}
