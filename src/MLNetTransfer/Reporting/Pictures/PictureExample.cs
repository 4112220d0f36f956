namespace MLNetTransfer.Reporting.Pictures;

/// <summary>A picture of a gallery and what the model said of it.</summary>
/// <param name="Path">Which it is, for people: the end of its path.</param>
/// <param name="Jpeg">A small copy.</param>
/// <param name="HeatJpeg">The same with what the answer rests on, or null.</param>
/// <param name="Actual">Its class.</param>
/// <param name="Predicted">The most probable class.</param>
/// <param name="Confidence">Probability of <paramref name="Predicted"/>, 0 to 1.</param>
/// <param name="ActualProbability">Probability of <paramref name="Actual"/>, 0 to 1.</param>
public sealed record PictureExample(string Path, byte[] Jpeg, byte[]? HeatJpeg, string Actual, string Predicted, double Confidence, double ActualProbability);
