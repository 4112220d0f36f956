namespace MLNetTransfer.Evaluation;

/// <summary>The probabilities of all pictures in blocks of rows, up to a number that memory allows; beyond that they are let go.</summary>
internal sealed class ScoreTable(int columns, long limit)
{
    private const int BlockRows = 1024;

    private readonly List<float[]> _blocks = [];

    public int Rows { get; private set; }

    public bool IsComplete { get; private set; } = true;

    public void Add(ReadOnlySpan<float> row)
    {
        if (!IsComplete)
        {
            return;
        }

        if ((Rows + 1L) * columns > limit)
        {
            IsComplete = false;
            _blocks.Clear();
            return;
        }

        if (Rows % BlockRows == 0)
        {
            _blocks.Add(new float[BlockRows * columns]);
        }

        row.CopyTo(_blocks[^1].AsSpan(Rows % BlockRows * columns));
        Rows++;
    }

    public void CopyColumn(int column, Span<float> destination)
    {
        for (int row = 0; row < Rows; row++)
        {
            destination[row] = _blocks[row / BlockRows][(row % BlockRows * columns) + column];
        }
    }
}
