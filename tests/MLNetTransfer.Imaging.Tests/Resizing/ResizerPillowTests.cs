using System.Security.Cryptography;
using System.Text.Json;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Imaging.Tests.Resizing;

public class ResizerPillowTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(
        File.ReadAllBytes(Repository.PathOf("tests", "MLNetTransfer.Imaging.Tests", "Fixtures", "Resizing", "pillow.json"))).RootElement;

    public static TheoryData<string> Cases() => [.. Fixture.GetProperty("cases").EnumerateArray().Select(item => item.GetRawText())];

    [Fact]
    public void FormulaImage_SmallPicture_IsTheOneOfTheFixture()
    {
        Assert.Equal(Fixture.GetProperty("formula7x5").GetString(), Digest(FormulaImage.Make(7, 5).Pixels));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryMethod_PictureOfTheFixture_GivesTheBytesOfPillow(string json)
    {
        JsonElement item = JsonDocument.Parse(json).RootElement;
        int[] size = Integers(item, "source");
        ResizeFilter filter = Enum.Parse<ResizeFilter>(item.GetProperty("filter").GetString()!);
        Image source = FormulaImage.Make(size[0], size[1]);
        Resizer resizer = new();

        byte[] result;
        if (item.TryGetProperty("crop", out JsonElement crop))
        {
            int shorter = item.GetProperty("shorter").GetInt32();
            result = new byte[crop.GetInt32() * crop.GetInt32() * 3];
            resizer.ResizeShorterSideAndCenterCrop(source, shorter, crop.GetInt32(), CropPlacement.WholePixels, filter, result);
            Assert.Equal(result, Resizer.CenterCrop(resizer.ResizeShorterSide(source, shorter, filter), crop.GetInt32()).Pixels);
        }
        else
        {
            int[] target = Integers(item, "resize");
            result = item.TryGetProperty("box", out JsonElement box)
                ? resizer.Resize(source, new ImageBox(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle()), target[0], target[1], filter).Pixels
                : resizer.Resize(source, target[0], target[1], filter).Pixels;
        }

        Assert.Equal(item.GetProperty("sha256").GetString(), Digest(result));
    }

    private static int[] Integers(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
