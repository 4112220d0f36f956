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
          "accuracyInterval": { "low": 0.30064184258240184, "high": 0.9544127391902995 },
          "top5": 1,
          "topCount": 1,
          "topAccuracy": 0.75,
          "macroPrecision": 0.8333333333333333,
          "macroRecall": 0.75,
          "macroF1": 0.7333333333333334,
          "logLoss": 0.4904146265058631,
          "macroRocArea": 0.75,
          "macroAveragePrecision": 0.7083333333333333,
          "classes": [
            {
              "name": "Rübe",
              "precision": 1,
              "precisionInterval": { "low": 0.20654931437723745, "high": 1 },
              "recall": 0.5,
              "recallInterval": { "low": 0.09453120573423074, "high": 0.9054687942657693 },
              "f1": 0.6666666666666666,
              "support": 2,
              "rocArea": 0.75,
              "averagePrecision": 0.75
            },
            {
              "name": "b",
              "precision": 0.6666666666666666,
              "precisionInterval": { "low": 0.2076596008020477, "high": 0.9385080552796037 },
              "recall": 1,
              "recallInterval": { "low": 0.34238022750665303, "high": 1 },
              "f1": 0.8,
              "support": 2,
              "rocArea": 0.75,
              "averagePrecision": 0.6666666666666666
            }
          ],
          "confusion": [
            [1, 1],
            [0, 2]
          ],
          "calibration": {
            "expectedError": 0.06250000000000003,
            "maximumError": 0.08333333333333337,
            "brierScore": 0.34375,
            "bins": [
              { "low": 0, "high": 0.06666666666666667, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.06666666666666667, "high": 0.13333333333333333, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.13333333333333333, "high": 0.2, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.2, "high": 0.26666666666666666, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.26666666666666666, "high": 0.3333333333333333, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.3333333333333333, "high": 0.4, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.4, "high": 0.4666666666666667, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.4666666666666667, "high": 0.5333333333333333, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.5333333333333333, "high": 0.6, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.6, "high": 0.6666666666666666, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.6666666666666666, "high": 0.7333333333333333, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.7333333333333333, "high": 0.8, "count": 3, "confidence": 0.75, "accuracy": 0.6666666666666666 },
              { "low": 0.8, "high": 0.8666666666666667, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.8666666666666667, "high": 0.9333333333333333, "count": 0, "confidence": 0, "accuracy": 0 },
              { "low": 0.9333333333333333, "high": 1, "count": 1, "confidence": 1, "accuracy": 1 }
            ]
          },
          "rejectionChoice": {
            "maximumErrorRate": 0.1,
            "threshold": 0.875,
            "answered": 0.25,
            "errorRate": 0,
            "errorInterval": { "low": 0, "high": 0.7934506856227626 }
          },
          "rejection": [
            { "threshold": 0, "answered": 1, "errorRate": 0.25 },
            { "threshold": 0.75, "answered": 1, "errorRate": 0.25 },
            { "threshold": 1, "answered": 0.25, "errorRate": 0 }
          ],
          "curves": [
            {
              "name": "Rübe",
              "roc": [[0, 0], [0, 0.5], [1, 1]],
              "precisionRecall": [[0.5, 1], [1, 0.5]]
            },
            {
              "name": "b",
              "roc": [[0, 0], [0.5, 1], [1, 1]],
              "precisionRecall": [[1, 0.666667]]
            }
          ],
          "notices": [],
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
        EvaluationBuilder builder = new(["Rübe", "b"], new EvaluationOptions { TopCount = 1, MaximumErrorRate = 0.1 });
        builder.Add("a/1.jpg", 0, [1, 0]);
        builder.Add("a/2.jpg", 0, [0.25f, 0.75f]);
        builder.Add("b/3.jpg", 1, [0.25f, 0.75f]);
        builder.Add("b/4.jpg", 1, [0.25f, 0.75f]);
        return builder.ToReport([new SkippedPicture("a/x.jpg", "cut off")]);
    }
}
