namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The second bytes of the markers of a JPEG file (T.81, table B.1); the first is always FF.</summary>
internal static class JpegMarker
{
    internal const byte BaselineFrame = 0xC0;
    internal const byte ExtendedFrame = 0xC1;
    internal const byte ProgressiveFrame = 0xC2;
    internal const byte HuffmanTables = 0xC4;
    internal const byte ReservedForExtensions = 0xC8;
    internal const byte ArithmeticConditioning = 0xCC;
    internal const byte LastFrame = 0xCF;
    internal const byte Restart0 = 0xD0;
    internal const byte Restart7 = 0xD7;
    internal const byte StartOfImage = 0xD8;
    internal const byte EndOfImage = 0xD9;
    internal const byte StartOfScan = 0xDA;
    internal const byte QuantizationTables = 0xDB;
    internal const byte NumberOfLines = 0xDC;
    internal const byte RestartInterval = 0xDD;
    internal const byte Hierarchical = 0xDE;
    internal const byte Application0 = 0xE0;
    internal const byte Application1 = 0xE1;
    internal const byte Application14 = 0xEE;
    internal const byte Temporary = 0x01;

    /// <summary>Whether a marker starts a frame of any kind, decodable or not.</summary>
    internal static bool IsFrame(byte marker) =>
        marker is >= BaselineFrame and <= LastFrame and not (HuffmanTables or ReservedForExtensions or ArithmeticConditioning);

    internal static bool IsRestart(byte marker) => marker is >= Restart0 and <= Restart7;

    /// <summary>Whether a marker stands alone, without a length and content.</summary>
    internal static bool IsAlone(byte marker) => marker is Temporary or (>= Restart0 and <= EndOfImage);
}
