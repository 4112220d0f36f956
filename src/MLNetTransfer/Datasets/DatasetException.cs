namespace MLNetTransfer.Datasets;

/// <summary>A data set that cannot be used; the message says where, what was found, what was expected and what to do.</summary>
public sealed class DatasetException : Exception
{
    private const string Layout = "Expected is one sub-folder for each class with its pictures inside, such as flowers/roses/1.jpg";

    private DatasetException(DatasetProblem problem, string path, string message, Exception? cause = null)
        : base(message, cause)
    {
        Problem = problem;
        Path = path;
    }

    /// <summary>What is wrong.</summary>
    public DatasetProblem Problem { get; }

    /// <summary>The file or folder that the problem is about.</summary>
    public string Path { get; }

    internal static DatasetException FolderMissing(string path) =>
        new(DatasetProblem.FolderMissing, path, $"There is no folder {path}. Check the path; it is taken relative to {Environment.CurrentDirectory}.");

    internal static DatasetException FileInsteadOfFolder(string path) =>
        new(DatasetProblem.FileInsteadOfFolder, path, $"{path} is a file, not a folder. {Layout}; give the folder above the class folders (an archive must be unpacked first).");

    internal static DatasetException Unreadable(string path, Exception cause) =>
        new(DatasetProblem.Unreadable, path, $"The folder {path} cannot be read: {cause.Message} Check its permissions.", cause);

    internal static DatasetException NoClassFolders(string path, int loosePictures) =>
        new(
            DatasetProblem.NoClassFolders,
            path,
            loosePictures == 0
                ? $"{path} has no sub-folders. {Layout}."
                : $"{path} has no sub-folders, only {Count(loosePictures, "picture")} directly in it. {Layout}; sort the pictures into class folders.");

    internal static DatasetException NoPictures(string path, int folders, int ignoredFiles, string? example) =>
        new(
            DatasetProblem.NoPictures,
            path,
            $"There is no picture in {Count(folders, "class folder")} of {path}"
            + (example is null ? ", nor any other file. " : $", only {Count(ignoredFiles, "other file")} such as {example}. ")
            + $"{Layout}; pictures are known by their extensions ({string.Join(' ', PictureFileNames.Extensions)}).");

    internal static DatasetException OneClassOnly(string path, string className, int pictures, IReadOnlyList<string> emptyClasses) =>
        new(
            DatasetProblem.OneClassOnly,
            path,
            $"{path} has pictures of one class only: '{className}' ({Count(pictures, "picture")})"
            + (emptyClasses.Count == 0 ? ". " : $"; without pictures: {Names(emptyClasses)}. ")
            + "A classifier needs at least two classes; add a class folder with the other pictures, or give the folder above.");

    internal static DatasetException EmptyClass(string path, IReadOnlyList<string> emptyClasses) =>
        new(
            DatasetProblem.EmptyClass,
            path,
            $"In {path} {(emptyClasses.Count == 1 ? "this class folder has" : "these class folders have")} no pictures: {Names(emptyClasses)}. "
            + "Expected is at least one picture for each class; add pictures or remove the folder.");

    internal static DatasetException NoReadablePicture(string path, IReadOnlyList<string> classes, string example) =>
        new(DatasetProblem.NoPictures, path, $"{path}: no picture of {(classes.Count == 1 ? "the class" : "the classes")} {Names(classes)} can be read; each class needs at least one.{example}");

    internal static DatasetException NoReadableCalibration(IReadOnlyList<string> pictures) =>
        new(
            DatasetProblem.NoPictures,
            pictures.Count > 0 ? pictures[0] : "",
            $"None of the {pictures.Count} pictures for the calibration can be read; expected some of the kind that the model is used on, for instance training pictures.");

    internal static DatasetException UnknownClasses(string path, IReadOnlyList<string> unknown, IReadOnlyList<string> known) =>
        new(
            DatasetProblem.UnknownClasses,
            path,
            $"{path} has class folders that the training pictures do not have: {Names(unknown)}. The known classes are {Names(known)}. "
            + (unknown.Any(name => known.Contains(name, StringComparer.OrdinalIgnoreCase)) ? "Names are compared with their upper and lower case. " : string.Empty)
            + "Rename or remove these folders, or train with these classes.");

    internal static DatasetException SplitFolders(string path, IReadOnlyList<string> folders) =>
        new(
            DatasetProblem.SplitFolders,
            path,
            $"{path} holds splits ({string.Join(", ", folders)}), where one sub-folder for each class was expected. Name one of them, such as {System.IO.Path.Combine(path, folders[0])}.");

    internal static DatasetException AmbiguousSplit(string path, string first, string second) =>
        new(DatasetProblem.AmbiguousSplit, path, $"In {path} the folders {first} and {second} mean the same split, where one was expected. Rename or remove one of them.");

    internal static string Count(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? string.Empty : "s")}");

    internal static string Names(IReadOnlyList<string> names)
    {
        const int Shown = 20;
        string list = string.Join(", ", names.Take(Shown).Select(name => $"'{name}'"));
        return names.Count <= Shown ? list : FormattableString.Invariant($"{list} and {names.Count - Shown} more");
    }
}
