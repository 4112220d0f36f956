namespace MLNetTransfer.Datasets.Drawing;

/// <summary>The classes of the drawn data set, in the order of their names.</summary>
public enum ShapeKind
{
    /// <summary>An arrow with shaft and head.</summary>
    Arrow,

    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>A moon of two arcs.</summary>
    Crescent,

    /// <summary>Two crossed bars.</summary>
    Cross,

    /// <summary>A circle with a hole.</summary>
    Ring,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A star of five points.</summary>
    Star,

    /// <summary>A triangle of equal sides.</summary>
    Triangle,
}
