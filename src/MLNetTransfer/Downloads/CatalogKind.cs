namespace MLNetTransfer.Downloads;

/// <summary>Which catalogue an entry belongs to.</summary>
public enum CatalogKind
{
    /// <summary>A pretrained network.</summary>
    Backbone,

    /// <summary>A set of labelled pictures.</summary>
    Dataset,
}
