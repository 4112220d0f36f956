namespace MLNetTransfer.Training.Optimizers;

/// <summary>The last steps and changes of gradient, which stand for the inverse of the Hessian.</summary>
internal sealed class LbfgsHistory(int memory, int length)
{
    // A pair whose curvature is not clearly positive would make the estimate indefinite.
    private const double SmallestCurvature = 1e-10;

    private readonly List<(double[] Step, double[] Change, double Curvature)> _pairs = new(memory);
    private readonly double[] _alphas = new double[memory];

    public bool IsEmpty => _pairs.Count == 0;

    public void Clear() => _pairs.Clear();

    /// <summary>Notes s = new point - old point and y = new gradient - old gradient, in place of the oldest pair when the memory is full.</summary>
    public void Add(ReadOnlySpan<double> oldPoint, ReadOnlySpan<double> newPoint, ReadOnlySpan<double> oldGradient, ReadOnlySpan<double> newGradient)
    {
        bool isFull = _pairs.Count == memory;
        double[] step = isFull ? _pairs[0].Step : new double[length];
        double[] change = isFull ? _pairs[0].Change : new double[length];
        if (isFull)
        {
            _pairs.RemoveAt(0);
        }

        DoubleVectors.Subtract(newPoint, oldPoint, step);
        DoubleVectors.Subtract(newGradient, oldGradient, change);
        double curvature = DoubleVectors.Dot(step, change);
        if (curvature > SmallestCurvature * DoubleVectors.Norm(step) * DoubleVectors.Norm(change))
        {
            _pairs.Add((step, change, curvature));
        }
    }

    /// <summary>direction = -H gradient by the two-loop recursion.</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        DoubleVectors.Scale(-1, gradient, direction);
        for (int index = _pairs.Count - 1; index >= 0; index--)
        {
            (double[] step, double[] change, double curvature) = _pairs[index];
            _alphas[index] = DoubleVectors.Dot(step, direction) / curvature;
            DoubleVectors.AddScaled(-_alphas[index], change, direction);
        }

        if (_pairs.Count > 0)
        {
            (_, double[] change, double curvature) = _pairs[^1];
            DoubleVectors.Scale(curvature / DoubleVectors.Dot(change, change), direction, direction);
        }

        for (int index = 0; index < _pairs.Count; index++)
        {
            (double[] step, double[] change, double curvature) = _pairs[index];
            double beta = DoubleVectors.Dot(change, direction) / curvature;
            DoubleVectors.AddScaled(_alphas[index] - beta, step, direction);
        }
    }
}
