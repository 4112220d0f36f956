namespace MLNetTransfer.Cli.Commands;

// Where explain draws: a file for a single picture, else a folder with a file for each picture.
internal sealed class ExplanationFiles
{
    private readonly string[] _paths;

    private ExplanationFiles(string[] paths) => _paths = paths;

    internal static ExplanationFiles In(string output, string[] pictures)
    {
        bool isFile = output.EndsWith(".png", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(output);
        if (isFile && pictures.Length > 1)
        {
            throw new UsageException(FormattableString.Invariant($"--output is the file {output}, but there are {pictures.Length} pictures; give a folder."));
        }

        return new ExplanationFiles(isFile ? [output] : [.. Names(pictures).Select(name => Path.Combine(output, name))]);
    }

    internal string PathOf(int index) => _paths[index];

    // Pictures of one name from several folders get a number.
    private static IEnumerable<string> Names(string[] pictures)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (string picture in pictures)
        {
            string stem = Path.GetFileNameWithoutExtension(picture);
            string name = stem;
            for (int number = 2; !taken.Add(name); number++)
            {
                name = FormattableString.Invariant($"{stem}-{number}");
            }

            yield return name + ".png";
        }
    }
}
