namespace MLNetTransfer.MLNet.Vision;

/// <summary>A class name, for the order of the keys.</summary>
internal sealed class ClassRow
{
    public string Name { get; set; } = "";
}
