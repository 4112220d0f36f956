namespace MLNetTransfer.Tests.Datasets;

/// <summary>Makes folders with empty files of the given names.</summary>
internal static class PictureFolder
{
    public static TemporaryFolder Make(params string[] files)
    {
        TemporaryFolder folder = new();
        foreach (string file in files)
        {
            if (file.EndsWith('/'))
            {
                Directory.CreateDirectory(folder.PathOf(file));
            }
            else
            {
                folder.Write(file, []);
            }
        }

        return folder;
    }
}
