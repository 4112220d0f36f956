namespace MLNetTransfer.Reporting.Sections;

/// <summary>How to get this result again, and what to do next.</summary>
internal static class CommandsSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.Command is not string command)
        {
            return;
        }

        Markup markup = page.Begin("again", "Again");
        Command(markup, "This command gives the same result on the same kind of machine:", command);
        foreach (ReportSetting further in data.FurtherCommands)
        {
            Command(markup, further.Name, further.Value);
        }

        page.End();
    }

    private static void Command(Markup markup, string what, string command) => markup.Element("p", what).Open("pre", ("tabindex", "0")).Element("code", command).Close();
}
