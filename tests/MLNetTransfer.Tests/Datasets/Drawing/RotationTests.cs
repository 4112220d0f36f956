using MLNetTransfer.Datasets.Drawing;

namespace MLNetTransfer.Tests.Datasets.Drawing;

public class RotationTests
{
    [Fact]
    public void OfTurns_AnyAngle_IsTheCosineAndTheSine()
    {
        for (double turns = -2.3; turns < 2.3; turns += 0.0137)
        {
            Rotation rotation = Rotation.OfTurns(turns);

            Assert.Equal(Math.Cos(turns * Math.Tau), rotation.Cosine, 1e-12);
            Assert.Equal(Math.Sin(turns * Math.Tau), rotation.Sine, 1e-12);
        }
    }

    [Fact]
    public void Undo_AfterApply_GivesThePointBack()
    {
        Rotation rotation = Rotation.OfTurns(0.3);

        Point point = rotation.Undo(rotation.Apply(new Point(3, -2)));

        Assert.Equal(3, point.X, 1e-12);
        Assert.Equal(-2, point.Y, 1e-12);
    }
}
