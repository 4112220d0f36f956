using System.Globalization;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed class HistoryFileTests : IDisposable
{
    private const string Header = "phase,epoch,seconds,learningRate,trainingLoss,trainingAccuracy,validationLoss,validationAccuracy,isBest\r\n";

    private static readonly HistoryRow[] Rows =
    [
        new(TrainingPhase.Head, 1, 0.25, null, 1.5, 0.5, 1.25, 0.625, true),
        new(TrainingPhase.FineTuning, 1, 61.5, 1e-4, 1 / 3.0, 0.9, null, null, false),
        new(TrainingPhase.Scratch, 2, null, 0.05, double.NaN, null, double.PositiveInfinity, 0.1, false),
    ];

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf(HistoryFile.Name);

    [Fact]
    public void Append_EachRow_IsInTheFileAtOnce()
    {
        using HistoryFile file = HistoryFile.Begin(FilePath, []);
        Assert.Equal(Header, ReadText());

        file.Append(Rows[0]);

        Assert.Equal(Header + "head,1,0.25,,1.5,0.5,1.25,0.625,1\r\n", ReadText());
        file.Append(Rows[1]);
        Assert.Equal(Rows[..2], HistoryFile.Read(FilePath).Rows);
    }

    [Fact]
    public void Begin_RowsOfACheckpoint_CutsTheFileToThem()
    {
        using (HistoryFile file = HistoryFile.Begin(FilePath, []))
        {
            Array.ForEach(Rows, file.Append);
        }

        using (HistoryFile file = HistoryFile.Begin(FilePath, Rows[..1]))
        {
            Assert.Equal(Rows[..1], HistoryFile.Read(FilePath).Rows);
            Array.ForEach(Rows[1..], file.Append);
        }

        Assert.Equal(HistoryFile.ToText(Rows), ReadText());
    }

    [Fact]
    public void Read_LineCutByAKill_IsPassedOver()
    {
        string text = HistoryFile.ToText(Rows);
        File.WriteAllText(FilePath, text[..^9]);

        Assert.Equal(Rows[..2], HistoryFile.Read(FilePath).Rows);
    }

    [Fact]
    public void Read_AllRows_GivesEveryNumberExactly()
    {
        File.WriteAllText(FilePath, HistoryFile.ToText(Rows));

        Assert.Equal(Rows, HistoryFile.Read(FilePath).Rows);
    }

    [Fact]
    public void ToText_WithoutSeconds_DependsOnNothingElse()
    {
        string text = HistoryFile.ToText(Rows, withSeconds: false);

        Assert.Equal(HistoryFile.ToText(Rows.Select(row => row with { Seconds = 99 }), withSeconds: false), text);
        Assert.StartsWith(Header + "head,1,,,1.5,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_OtherCulture_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = HistoryFile.ToText(Rows);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "~" } };

            Assert.Equal(expected, HistoryFile.ToText(Rows));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("nonsense", "first line")]
    [InlineData(Header + "head,1,,,1,1,1,1,1\r\nbody,1,,,1,1,1,1,1\r\n", "line 3")]
    [InlineData(Header + "head,-1,,,1,1,1,1,1\r\n", "epoch")]
    [InlineData(Header + "head,1,,,x,1,1,1,1\r\n", "trainingLoss")]
    [InlineData(Header + "head,1,,,1,1,1,1,yes\r\n", "isBest")]
    [InlineData(Header + "head,1\r\n", "2 fields")]
    public void Read_OtherText_SaysWhere(string text, string expected)
    {
        File.WriteAllText(FilePath, text);

        FormatException exception = Assert.Throws<FormatException>(() => HistoryFile.Read(FilePath));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string ReadText()
    {
        using FileStream stream = new(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
