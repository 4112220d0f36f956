namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>A part of a small grey picture, by its edges in pixels with fractions; it may reach a little over the picture.</summary>
internal readonly record struct FingerprintWindow(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Ways of <see cref="Moved"/>: each edge alone, and opposite edges together, either way.</summary>
    public const int Moves = 12;

    private const int Side = PictureFingerprint.Side;

    // Parts of a side that are cut off: as much as people cut, so that what remains differs from a copy by few bits of the hash.
    private const float Little = 0.05f * Side;
    private const float Much = 0.1f * Side;

    /// <summary>All of the picture.</summary>
    public static FingerprintWindow Whole { get; } = new(0, 0, Side, Side);

    /// <summary>Usual ways to cut a picture a little: on all sides, on one, or on two that are opposite.</summary>
    public static IReadOnlyList<FingerprintWindow> Cuts { get; } =
    [
        new(Little, Little, Side - Little, Side - Little),
        new(Much, Much, Side - Much, Side - Much),
        Whole with { Left = Much },
        Whole with { Top = Much },
        Whole with { Right = Side - Much },
        Whole with { Bottom = Side - Much },
        Whole with { Left = Much, Right = Side - Much },
        Whole with { Top = Much, Bottom = Side - Much },
    ];

    /// <summary>Whether no edge is further than this from that of the whole picture.</summary>
    public bool IsNearWhole(float most) => Math.Abs(Left) <= most && Math.Abs(Top) <= most && Math.Abs(Right - Side) <= most && Math.Abs(Bottom - Side) <= most;

    /// <summary>The window with one edge, or two opposite ones, a step further.</summary>
    public FingerprintWindow Moved(int move, float step)
    {
        float by = (move & 1) == 0 ? step : -step;
        return (move / 2) switch
        {
            0 => this with { Left = Left + by },
            1 => this with { Right = Right + by },
            2 => this with { Top = Top + by },
            3 => this with { Bottom = Bottom + by },
            4 => this with { Left = Left + by, Right = Right + by },
            _ => this with { Top = Top + by, Bottom = Bottom + by },
        };
    }

    /// <summary>Stretches what is in the window to a whole small picture, by bilinear interpolation.</summary>
    /// <param name="picture">Side x Side levels.</param>
    /// <param name="sampled">Side x Side levels; -1 where the window reaches over the picture.</param>
    public void Sample(ReadOnlySpan<byte> picture, Span<float> sampled)
    {
        float stepX = (Right - Left) / Side;
        float stepY = (Bottom - Top) / Side;
        for (int y = 0; y < Side; y++)
        {
            float down = Top + ((y + 0.5f) * stepY) - 0.5f;
            Span<float> row = sampled.Slice(y * Side, Side);
            if (down is < -0.5f or > Side - 0.5f)
            {
                row.Fill(-1);
                continue;
            }

            down = Math.Clamp(down, 0, Side - 1);
            int upper = Math.Min((int)down, Side - 2);
            float lowerShare = down - upper;
            ReadOnlySpan<byte> above = picture.Slice(upper * Side, Side);
            ReadOnlySpan<byte> below = picture.Slice((upper + 1) * Side, Side);
            for (int x = 0; x < Side; x++)
            {
                float across = Left + ((x + 0.5f) * stepX) - 0.5f;
                if (across is < -0.5f or > Side - 0.5f)
                {
                    row[x] = -1;
                    continue;
                }

                across = Math.Clamp(across, 0, Side - 1);
                int left = Math.Min((int)across, Side - 2);
                float rightShare = across - left;
                float top = above[left] + (rightShare * (above[left + 1] - above[left]));
                float bottom = below[left] + (rightShare * (below[left + 1] - below[left]));
                row[x] = top + (lowerShare * (bottom - top));
            }
        }
    }
}
