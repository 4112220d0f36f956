namespace MLNetTransfer.EndToEnd;

/// <summary>A fact that compiles to native code and is skipped, with the reason, where the compiler or the linker is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeAotFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    public NativeAotFactAttribute()
    {
        Skip = Missing.Value;
    }

    /// <summary>The C compiler that links, or null.</summary>
    public static string? Linker
    {
        get
        {
            string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            return Array.Find(["clang", "gcc"], name => folders.Any(folder => File.Exists(Path.Combine(folder, name))));
        }
    }

    private static string? FindMissing()
    {
        if (OperatingSystem.IsWindows() || Linker is null)
        {
            return "There is no clang or gcc on the path, with which native code is linked.";
        }

        using TemporaryFolder folder = new();
        (int exitCode, string output) = DotNet.RunAsync("dotnet", folder.PathOf(), "restore", Repository.PathOf("samples", "NativeAot"), "-p:ArtifactsPath=" + folder.PathOf("artifacts")).GetAwaiter().GetResult();
        return exitCode != 0 && output.Contains("ILCompiler", StringComparison.OrdinalIgnoreCase)
            ? "The compiler of native code, the package Microsoft.DotNet.ILCompiler, is not on the package source."
            : null;
    }
}
