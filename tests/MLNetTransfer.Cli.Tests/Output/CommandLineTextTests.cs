using MLNetTransfer.Cli.Output;

namespace MLNetTransfer.Cli.Tests.Output;

public sealed class CommandLineTextTests
{
    [Theory]
    [InlineData("runs/out", "runs/out")]
    [InlineData(@"C:\Users\me", @"C:\Users\me")]
    [InlineData("my photos", "\"my photos\"")]
    [InlineData("", "\"\"")]
    [InlineData("say \"cheese\"", "'say \"cheese\"'")]
    [InlineData("$HOME pictures", "'$HOME pictures'")]
    public void Of_Argument_IsQuotedWhereAShellWouldDivideIt(string argument, string expected) =>
        Assert.Equal($"mlnet-transfer train {expected}", CommandLineText.Of("mlnet-transfer", ["train", argument]));
}
