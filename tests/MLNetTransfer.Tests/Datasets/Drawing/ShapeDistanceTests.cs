using MLNetTransfer.Datasets.Drawing;

namespace MLNetTransfer.Tests.Datasets.Drawing;

public class ShapeDistanceTests
{
    [Theory]
    [InlineData(ShapeKind.Arrow, -0.9, 0, -0.05)]
    [InlineData(ShapeKind.Arrow, -0.9, 0.5, 0.28)]
    [InlineData(ShapeKind.Circle, 0, 0, -0.88)]
    [InlineData(ShapeKind.Circle, 0.6, 0.8, 0.12)]
    [InlineData(ShapeKind.Crescent, -0.82, 0, -0.1)]
    [InlineData(ShapeKind.Crescent, 0.46, 0, 0.72)]
    [InlineData(ShapeKind.Cross, 0.9, 0, -0.02)]
    [InlineData(ShapeKind.Cross, 0.92, 0.38, 0.1)]
    [InlineData(ShapeKind.Ring, 0, 0, 0.49)]
    [InlineData(ShapeKind.Ring, 0, -0.69, -0.2)]
    [InlineData(ShapeKind.Square, 0, 0, -0.7)]
    [InlineData(ShapeKind.Square, 1.0, 1.1, 0.5)]
    [InlineData(ShapeKind.Star, 0, -1.2, 0.2)]
    [InlineData(ShapeKind.Triangle, 0, 0, -0.5)]
    [InlineData(ShapeKind.Triangle, 0, 0.75, 0.25)]
    [InlineData(ShapeKind.Triangle, 0, -1.5, 0.5)]
    public void Of_PointWithKnownDistance_GivesIt(ShapeKind kind, double x, double y, double expected)
    {
        Assert.Equal(expected, ShapeDistance.Of(kind, new Point(x, y)), 1e-12);
    }

    [Fact]
    public void Of_EveryShape_LiesInTheUnitCircle()
    {
        foreach (ShapeKind kind in Enum.GetValues<ShapeKind>())
        {
            for (int i = 0; i < 360; i++)
            {
                Assert.True(ShapeDistance.Of(kind, Rotation.OfTurns(i / 360.0).Apply(new Point(1.0001, 0))) > 0, $"{kind} at {i} degrees");
            }
        }
    }
}
