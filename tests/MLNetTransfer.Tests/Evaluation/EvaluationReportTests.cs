using System.Globalization;
using System.Text;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private const string Expected = """
        {
          "images": 4,
          "accuracy": 0.75,
          "top5": 1,
          "macroF1": 0.7333333333333334,
          "logLoss": 0.4904146265058631,
          "classes": [
            {
              "name": "Rübe",
              "precision": 1,
              "recall": 0.5,
              "f1": 0.6666666666666666,
              "support": 2
            },
            {
              "name": "b",
              "precision": 0.6666666666666666,
              "recall": 1,
              "f1": 0.8,
              "support": 2
            }
          ],
          "confusion": [
            [1, 1],
            [0, 2]
          ],
          "skipped": [
            {
              "file": "a/x.jpg",
              "reason": "cut off"
            }
          ]
        }
        """;

    [Fact]
    public void ToJson_CultureWithOtherNumbers_IsTheStatedDocument()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = other;

            Assert.Equal(Expected, Report().ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void WriteJson_Stream_GetsTheSameInUtf8()
    {
        using MemoryStream stream = new();

        Report().WriteJson(stream);

        Assert.Equal(Expected, Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static EvaluationReport Report()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Compute([0, 0, 1, 1], [1, 0, 0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f], ["Rübe", "b"]);
        return new EvaluationReport(metrics, [new SkippedPicture("a/x.jpg", "cut off")]);
    }
}
