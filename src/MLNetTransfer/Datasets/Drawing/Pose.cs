namespace MLNetTransfer.Datasets.Drawing;

/// <summary>Where a shape lies in a picture.</summary>
/// <param name="Center">In pixels.</param>
/// <param name="Radius">Of the unit circle of the shape, in pixels.</param>
/// <param name="Rotation">How the shape is turned.</param>
/// <param name="Stretch">Factor of its own horizontal axis; the vertical one is divided by it.</param>
internal readonly record struct Pose(Point Center, double Radius, Rotation Rotation, double Stretch)
{
    /// <summary>The place within the shape for a place in the picture.</summary>
    public Point ToShape(Point pixel)
    {
        Point turned = Rotation.Undo(pixel - Center);
        return new Point(turned.X / (Radius * Stretch), turned.Y * Stretch / Radius);
    }
}
