namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>Pearson's correlation of pairs of numbers, from -1 to 1; 0 where one of them does not vary.</summary>
internal struct PixelCorrelation
{
    private int _count;
    private double _first;
    private double _second;
    private double _firstSquares;
    private double _secondSquares;
    private double _products;

    public readonly double Value
    {
        get
        {
            double firstVariance = _firstSquares - (_first * _first / _count);
            double secondVariance = _secondSquares - (_second * _second / _count);
            double product = firstVariance * secondVariance;
            return product > 1e-9 ? (_products - (_first * _second / _count)) / Math.Sqrt(product) : 0;
        }
    }

    public void Add(double first, double second)
    {
        _count++;
        _first += first;
        _second += second;
        _firstSquares += first * first;
        _secondSquares += second * second;
        _products += first * second;
    }
}
