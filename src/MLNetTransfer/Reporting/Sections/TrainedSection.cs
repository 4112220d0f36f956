namespace MLNetTransfer.Reporting.Sections;

/// <summary>Backbone, amounts and settings.</summary>
internal static class TrainedSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        int pictures = data.TrainingPictures + data.ValidationPictures + data.TestPictures;
        page.Begin("trained", "What was trained");
        page.BeginTable("Backbone, pictures and settings", "plain wordy", "what", "value");
        Row(page, "backbone", data.Backbone);
        Row(page, "classes", ReportFormat.Count(data.Classes));
        Row(page, "pictures", data.TrainingPictures > 0 || pictures == 0
            ? ReportFormat.Of($"{data.TrainingPictures} for training, {data.ValidationPictures} for validation, {data.TestPictures} for test")
            : ReportFormat.Count(pictures));
        foreach (ReportSetting setting in data.Settings)
        {
            Row(page, setting.Name, setting.Value);
        }

        page.EndTable();
        page.End();
    }

    private static void Row(ReportPage page, string name, string value)
    {
        page.BeginRow(name);
        page.Cell(value);
        page.EndRow();
    }
}
