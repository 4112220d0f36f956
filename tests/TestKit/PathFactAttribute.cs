namespace MLNetTransfer.TestKit;

/// <summary>A fact that needs a file or folder of an optional package and is skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PathFactAttribute : FactAttribute
{
    public PathFactAttribute(string path, string package)
    {
        RequiredPath = path;
        Package = package;
        if (!Path.Exists(path))
        {
            Skip = $"{path} is not there; install {package} to run this test.";
        }
    }

    public string RequiredPath { get; }

    public string Package { get; }
}
