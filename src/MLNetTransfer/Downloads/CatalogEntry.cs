namespace MLNetTransfer.Downloads;

/// <summary>A public file that is known by name: where it is, and how to tell that it arrived whole.</summary>
public sealed record CatalogEntry
{
    /// <summary>The name that users type, in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>Which of the catalogues the file is in.</summary>
    public required CatalogKind Kind { get; init; }

    /// <summary>What the file is, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Where the file is; <c>https</c> (or <c>http</c>, in tests).</summary>
    public required Uri Url { get; init; }

    /// <summary>Size of the file in bytes, or null where it is not published.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal digits, or null where it is not published.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SHA-1 of the file in lower-case hexadecimal digits, or null; used only where there is no SHA-256.</summary>
    public string? Sha1 { get; init; }

    /// <summary>The terms under which the file may be used, as its publisher states them.</summary>
    public required string Licence { get; init; }

    /// <summary>Name of the file in the cache: the last part of the address.</summary>
    public string FileName => Path.GetFileName(Url.AbsolutePath);

    /// <summary>The command that brings the file here.</summary>
    public string GetCommand => $"mlnet-transfer {(Kind == CatalogKind.Backbone ? "backbones" : "datasets")} get {Name}";
}
