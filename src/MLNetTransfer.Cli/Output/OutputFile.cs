using System.Text;
using MLNetTransfer.Files;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Cli.Output;

// A text file beside the output of a command; it appears whole or not at all, in a folder that is made for it.
internal static class OutputFile
{
    internal static void Write(string path, Action<TextWriter> write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, stream =>
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                write(writer);
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The file '{path}' cannot be written: {exception.Message} Make room or name another file.", exception);
        }
    }
}
