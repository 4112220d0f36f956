namespace MLNetTransfer.TestKit;

/// <summary>Finds the files of the repository, and of the optional data beside it, from wherever the tests run.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>MLNetTransfer.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The optional data folder <c>../shared/data</c>, or null where it is absent.</summary>
    public static string? SharedData { get; } = FindSharedData();

    /// <summary>Path of a file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Path below the optional data folder; only for tests that are skipped where it is absent.</summary>
    public static string SharedPath(params string[] parts) =>
        Path.Combine([SharedData ?? throw new InvalidOperationException("This test needs ../shared/data and must be marked SharedDataFact or SharedDataTheory."), .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MLNetTransfer.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No MLNetTransfer.sln above {AppContext.BaseDirectory}.");
    }

    private static string? FindSharedData()
    {
        string folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));
        return Directory.Exists(folder) ? folder : null;
    }
}
