using System.Text.Json;

namespace MLNetTransfer.Inspection;

/// <summary>What an inspection found.</summary>
/// <param name="Summary">What there is.</param>
/// <param name="Findings">What is odd, the most serious first.</param>
/// <param name="Pictures">All pictures.</param>
/// <param name="Duplicates">Copies of each other.</param>
/// <param name="Mislabelled">Pictures whose class is probably wrong, the surest first; null where that was not asked for.</param>
public sealed record InspectionReport(
    InspectionSummary Summary,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<InspectedPicture> Pictures,
    IReadOnlyList<DuplicateGroup> Duplicates,
    IReadOnlyList<SuspectLabel>? Mislabelled = null)
{
    /// <summary>Whether a finding says that figures are wrong or pictures are lost.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Summary, findings and suspect labels as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new InspectionDocument(Summary, Findings, Mislabelled), InspectionJsonContext.Readable.InspectionDocument);
}
