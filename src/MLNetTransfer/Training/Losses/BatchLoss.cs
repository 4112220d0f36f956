namespace MLNetTransfer.Training.Losses;

/// <summary>The loss of a batch; batches add up by adding each number.</summary>
/// <param name="Sum">Sum of the weighted losses of the rows.</param>
/// <param name="Weight">Sum of the weights of the rows; their number where there are no weights.</param>
/// <param name="Correct">Rows whose (first) largest logit is that of the (first) likeliest class of the target.</param>
/// <param name="Count">Number of rows.</param>
public readonly record struct BatchLoss(double Sum, double Weight, int Correct, int Count)
{
    /// <summary>Weighted mean of the losses; 0 of nothing.</summary>
    public double Mean => Weight > 0 ? Sum / Weight : Sum;

    /// <summary>Share of the rows that are classified correctly; 0 of nothing.</summary>
    public double Accuracy => Count > 0 ? (double)Correct / Count : 0;

    /// <summary>Both batches together.</summary>
    public static BatchLoss operator +(BatchLoss left, BatchLoss right) => Add(left, right);

    /// <summary>Both batches together.</summary>
    public static BatchLoss Add(BatchLoss left, BatchLoss right) =>
        new(left.Sum + right.Sum, left.Weight + right.Weight, left.Correct + right.Correct, left.Count + right.Count);
}
