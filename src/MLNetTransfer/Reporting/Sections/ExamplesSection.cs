using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>What the classes look like, and what training made of the pictures.</summary>
internal static class ExamplesSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.Examples.Count + data.Augmented.Count == 0)
        {
            return;
        }

        Markup markup = page.Begin("examples", "Examples of the data");
        if (data.Examples.Count > 0)
        {
            int left = data.Classes - data.Examples.Count;
            markup.Element("h3", left > 0 ? ReportFormat.Of($"Classes (the first {data.Examples.Count} of {data.Classes})") : "Classes").Open("div", ("class", "classes"));
            foreach (ClassExamples examples in data.Examples)
            {
                markup.Open("figure").Element("figcaption", examples.Name).Open("div", ("class", "strip"));
                foreach (byte[] jpeg in examples.Jpegs)
                {
                    Picture(markup, jpeg, $"a picture of {examples.Name}");
                }

                markup.Close().Close();
            }

            markup.Close();
        }

        if (data.Augmented.Count > 0)
        {
            markup.Element("h3", "As training sees them").Element("p", $"The picture as it is, then variants as they were drawn in each epoch: {data.Augmentation}.", ("class", "lead"));
            foreach (AugmentedExample example in data.Augmented)
            {
                markup.Open("div", ("class", "strip variants"));
                Picture(markup, example.Original, $"a training picture of {example.Name} as it is");
                foreach (byte[] variant in example.Variants)
                {
                    Picture(markup, variant, $"a random variant of the picture of {example.Name}");
                }

                markup.Close();
            }
        }

        page.End();
    }

    private static void Picture(Markup markup, byte[] jpeg, string text) => markup.Empty("img", ("src", DataAddress.OfJpeg(jpeg)), ("alt", text));
}
