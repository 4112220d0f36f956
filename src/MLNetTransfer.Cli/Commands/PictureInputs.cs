using System.IO.Enumeration;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Cli.Commands;

// Turns what was given to predict into paths of pictures: files as they are, folders with all the pictures below, patterns (* ? and ** for any folders), - for a list on
// standard input, one path a line.
internal sealed class PictureInputs(TextReader standardInput)
{
    internal IEnumerable<string> Expand(IReadOnlyList<string> inputs)
    {
        foreach (string input in inputs)
        {
            foreach (string path in ExpandOne(input))
            {
                yield return path;
            }
        }
    }

    private IEnumerable<string> ExpandOne(string input)
    {
        if (input == "-")
        {
            return ReadList();
        }

        if (Directory.Exists(input))
        {
            string[] pictures = [.. FilesBelow(input).Where(PictureFileNames.IsPicture)];
            return pictures.Length > 0
                ? pictures
                : throw new NoPicturesException($"There is no picture below {input}; expected files with the extensions {string.Join(' ', PictureFileNames.Extensions)}.");
        }

        // A file that is not there stays in the list: the result says so beside the others.
        if (File.Exists(input) || !input.AsSpan().ContainsAny('*', '?'))
        {
            return [input];
        }

        string[] matches = [.. Match(input)];
        return matches.Length > 0 ? matches : throw new NoPicturesException($"The pattern {input} matches no file.");
    }

    private IEnumerable<string> ReadList()
    {
        for (string? line = standardInput.ReadLine(); line is not null; line = standardInput.ReadLine())
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Match(string pattern)
    {
        string[] segments = pattern.Replace('\\', '/').Split('/');
        int firstWild = Array.FindIndex(segments, segment => segment.AsSpan().ContainsAny('*', '?'));
        string root = string.Join('/', segments.Take(firstWild));
        string start = root.Length > 0 ? root : firstWild > 0 ? "/" : ".";
        if (!Directory.Exists(start))
        {
            return [];
        }

        return MatchBelow(start, root.Length == 0 && firstWild == 0, segments.AsMemory(firstWild)).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> MatchBelow(string folder, bool omitFolder, ReadOnlyMemory<string> segments)
    {
        string segment = segments.Span[0];
        ReadOnlyMemory<string> rest = segments[1..];
        if (segment == "**")
        {
            IEnumerable<string> here = rest.IsEmpty ? Files(folder).Select(name => Join(folder, name, omitFolder)) : MatchBelow(folder, omitFolder, rest);
            return here.Concat(Folders(folder).SelectMany(name => MatchBelow(Join(folder, name, omitFolder), false, segments)));
        }

        return rest.IsEmpty
            ? Files(folder).Where(name => FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false)).Select(name => Join(folder, name, omitFolder))
            : Folders(folder).Where(name => FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false)).SelectMany(name => MatchBelow(Join(folder, name, omitFolder), false, rest));
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Files(folder).Select(name => Path.Combine(folder, name)).Concat(Folders(folder).SelectMany(name => FilesBelow(Path.Combine(folder, name))));

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    // Hidden folders and links to folders are passed over; a link could lead in a circle.
    private static IEnumerable<string> Folders(string folder) => new DirectoryInfo(folder).GetDirectories()
        .Where(item => item.LinkTarget is null && !PictureFileNames.IsHidden(item.Name))
        .Select(item => item.Name)
        .Order(StringComparer.Ordinal);

    private static string Join(string folder, string name, bool omitFolder) => omitFolder ? name : Path.Combine(folder, name);
}
