namespace MLNetTransfer.Inspection;

/// <summary>What <see cref="InspectionReport.ToJson"/> writes.</summary>
internal sealed record InspectionDocument(InspectionSummary Summary, IReadOnlyList<Finding> Findings, IReadOnlyList<SuspectLabel>? Mislabelled);
