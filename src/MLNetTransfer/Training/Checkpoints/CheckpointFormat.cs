namespace MLNetTransfer.Training.Checkpoints;

/// <summary>Where things are in a checkpoint (docs/formats/checkpoint.md).</summary>
internal static class CheckpointFormat
{
    public const int Version = 1;
    public const int HeaderLength = 32;
    public const int ArrayHeaderLength = 8;
    public const int HashLength = 32;
    public const int MaximumStateLength = 64 << 20;
    public const int MaximumArrays = 1_000_000;
    public const int MaximumNameLength = 1024;

    public const int VersionOffset = 8;
    public const int StateLengthOffset = 12;
    public const int FileLengthOffset = 16;
    public const int ArrayCountOffset = 24;
    public const int ReservedOffset = 28;

    public static ReadOnlySpan<byte> Signature => "MNTCHKPT"u8;

    /// <summary>The member of the state that counts the steps of a section.</summary>
    public static string StepsOf(string section) => section + "Steps";
}
