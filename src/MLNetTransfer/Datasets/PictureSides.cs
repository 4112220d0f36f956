using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets;

/// <summary>How large the pictures of a set are.</summary>
internal static class PictureSides
{
    private const int MostRead = 100;

    // In tenths of the pictures.
    private static readonly int[] Shares = [1, 3, 5, 7, 9];

    /// <summary>The shorter sides, in pixels, of a few pictures that stand for all: larger than those of 10, 30, 50, 70 and 90 % of up to 100 pictures whose heads are read.</summary>
    /// <param name="paths">The files; those that cannot be read are passed over.</param>
    /// <returns>Ascending; null where no size is known.</returns>
    public static IReadOnlyList<int>? Of(IReadOnlyList<string> paths)
    {
        List<int> sides = [];
        PictureFile file = new();
        int step = Math.Max(1, (paths.Count + MostRead - 1) / MostRead);
        for (int index = 0; index < paths.Count; index += step)
        {
            try
            {
                ImageInfo info = ImageDecoder.Identify(file.Read(paths[index]));
                if (Math.Min(info.Width, info.Height) is > 0 and int side)
                {
                    sides.Add(side);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageFormatException)
            {
                // It was readable when the features were computed, or it is listed as broken.
            }
        }

        sides.Sort();
        return sides.Count == 0 ? null : [.. Shares.Select(share => sides[share * sides.Count / 10])];
    }
}
