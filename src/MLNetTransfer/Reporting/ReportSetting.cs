namespace MLNetTransfer.Reporting;

/// <summary>A line of the report's settings.</summary>
/// <param name="Name">What is set.</param>
/// <param name="Value">To what.</param>
public sealed record ReportSetting(string Name, string Value);
