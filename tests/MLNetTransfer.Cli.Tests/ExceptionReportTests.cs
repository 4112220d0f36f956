using MLNetTransfer.Backbones;
using MLNetTransfer.Cli.Commands;
using MLNetTransfer.Downloads;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Cli.Tests;

public sealed class ExceptionReportTests
{
    public static TheoryData<Exception, int> Codes => new()
    {
        { new OperationCanceledException(), 130 },
        { new UsageException("x"), 2 },
        { new ArgumentException("x"), 2 },
        { new ImageFormatException(default, "x"), 3 },
        { new NoPicturesException("x"), 3 },
        { new MissingModelException("x"), 5 },
        { new OnnxException("x"), 1 },
        { new DownloadException(DownloadError.Refused, "x"), 1 },
        { new IOException("x"), 1 },
        { new InvalidOperationException("x"), 1 },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void ExitCodeOf_EachKind_IsTheDocumentedCode(Exception exception, int expected) => Assert.Equal(expected, ExceptionReport.ExitCodeOf(exception));

    [Fact]
    public void Write_KnownException_IsItsMessageWithoutATrace()
    {
        using StringWriter error = new() { NewLine = "\n" };

        ExceptionReport.Write(new OnnxException("Node 7 is odd."), EnvironmentWith(error, debug: false));

        Assert.Equal("error: Node 7 is odd.\n", error.ToString());
    }

    [Fact]
    public void Write_Defect_AsksForTheDebugSwitch()
    {
        using StringWriter error = new() { NewLine = "\n" };

        ExceptionReport.Write(new InvalidOperationException("odd"), EnvironmentWith(error, debug: false));

        Assert.Contains("MLNETTRANSFER_DEBUG=1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Debug_ShowsTheTypeToo()
    {
        using StringWriter error = new();

        ExceptionReport.Write(new OnnxException("odd"), EnvironmentWith(error, debug: true));

        Assert.Contains("MLNetTransfer.Onnx.OnnxException: odd", error.ToString(), StringComparison.Ordinal);
    }

    private static CliEnvironment EnvironmentWith(TextWriter error, bool debug) =>
        new() { Out = TextWriter.Null, Error = error, In = TextReader.Null, Variable = name => debug && name == "MLNETTRANSFER_DEBUG" ? "1" : null };
}
