namespace MLNetTransfer.Explanation;

/// <summary>How it is found out what an answer rests on.</summary>
public enum ExplanationMethod
{
    /// <summary>
    /// Grad-CAM: what the last layer with a spatial extent holds, weighted by how the score of the class depends on it. One run of the network; convolutional networks only
    /// (R. Selvaraju and others, "Grad-CAM: visual explanations from deep networks via gradient-based localization", ICCV 2017).
    /// </summary>
    GradCam,

    /// <summary>
    /// Occlusion: a grey patch covers one place after the other, and what counts is how far the probability falls. Some hundred runs; any network
    /// (M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014).
    /// </summary>
    Occlusion,
}
