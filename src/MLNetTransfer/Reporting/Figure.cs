namespace MLNetTransfer.Reporting;

/// <summary>A measured number as it is shown, and the member of <c>metrics.json</c> that holds it in full, so that a test can compare the two.</summary>
/// <param name="Path">Members and indices, for instance <c>test.classes[2].recall</c>.</param>
/// <param name="Text">What is shown.</param>
internal readonly record struct Figure(string Path, string Text)
{
    /// <summary>The attribute that carries <see cref="Path"/>.</summary>
    public const string Attribute = "data-metric";

    public static Figure Percent(string path, double share) => new(path, ReportFormat.Percent(share));

    public static Figure Share(string path, double value) => new(path, ReportFormat.Share(value));

    public static Figure Count(string path, long count) => new(path, ReportFormat.Count(count));

    public static Figure Points(string path, double difference) => new(path, ReportFormat.Points(difference));

    public static Figure Probability(string path, double probability) => new(path, ReportFormat.Probability(probability));

    public void WriteTo(Markup page) => page.Element("data", Text, ("value", Text), (Attribute, Path));
}
