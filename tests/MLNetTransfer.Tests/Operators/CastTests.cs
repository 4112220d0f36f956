using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

public sealed class CastTests
{
    private const long Int32 = 6;
    private const long Int64 = 7;
    private const long Text = 8;
    private const long Truth = 9;
    private const long Float = 1;

    [Fact]
    public void Forward_RealsToIntegers_AreCutTowardsZero() => AssertClose(Longs(1, -1, 0), Cast(Int64, Floats([3], 1.9f, -1.9f, 0.5f)));

    [Fact]
    public void Forward_Truths_AreZeroAndOne()
    {
        AssertClose(Floats([2], 1, 0), Cast(Float, Tensor.FromValues(true, false)));
        AssertClose(Tensor.FromValues(true, false), Cast(Truth, Floats([2], 0.5f, 0)));
        AssertClose(Tensor.FromValues(true, false), Cast(Truth, Tensor.FromValues(true, false)));
    }

    [Fact]
    public void Forward_LongToInt_Wraps() => AssertClose(Tensor.FromValues(7, -1), Cast(Int32, Longs(7, -1)));

    [Fact]
    public void Forward_Texts_ReadAndWriteInvariant()
    {
        AssertClose(Tensor.FromValues("1.5", "-INF", "3"), Cast(Text, Floats([3], 1.5f, float.NegativeInfinity, 3)));
        AssertClose(Floats([4], 1.5f, float.PositiveInfinity, float.NegativeInfinity, 1e-7f), Cast(Float, Tensor.FromValues("1.5", "+INF", "-inf", "1e-7")));
        AssertClose(Longs(12, 2), Cast(Int64, Tensor.FromValues("12", "2.75")));
        AssertClose(Tensor.FromValues("a"), Cast(Text, Tensor.FromValues("a")));
    }

    [Theory]
    [InlineData("twelve")]
    [InlineData("")]
    [InlineData("-")]
    public void Forward_TextThatIsNoNumber_SaysSo(string text) => Assert.Throws<OnnxException>(() => Cast(Float, Tensor.FromValues(text)));

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(17)]
    public void Create_TypeThatIsNotSupported_NamesIt(long type) =>
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Cast", 19, 1, ("to", type))));

    private static Tensor Cast(long type, Tensor input) => Single(Node("Cast", 13, 1, ("to", type)), input);
}
