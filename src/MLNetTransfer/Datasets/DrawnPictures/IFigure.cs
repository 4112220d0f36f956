using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>A generator of figures whose parameters are chosen: what one class of drawn pictures has in common.</summary>
internal interface IFigure
{
    /// <summary>Whether it covers the whole picture, so that it stands on no background.</summary>
    bool FillsPicture { get; }

    /// <summary>Draws one, with colours and details of its own.</summary>
    void Draw(DrawingCanvas canvas, Placement placement, DeterministicRandom random);
}
