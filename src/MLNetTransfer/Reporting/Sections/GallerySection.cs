using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>The pictures that say most about what the model does not understand.</summary>
internal static class GallerySection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.MostWrong.Count + data.LeastSure.Count == 0)
        {
            return;
        }

        bool heated = data.MostWrong.Concat(data.LeastSure).Any(example => example.HeatJpeg is not null);
        string heat = heated ? " The second picture shows in bright colours what the answer rests on." : "";
        Markup markup = page.Begin("pictures", "Pictures to look at", $"Often the label is wrong, or the picture shows something else; then mend the data rather than the model.{heat}");
        Row(markup, "Wrong and sure of it", "mostWrong", data.MostWrong);
        Row(markup, "Least sure", "leastSure", data.LeastSure);
        page.End();
    }

    private static void Row(Markup markup, string title, string member, IReadOnlyList<PictureExample> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        markup.Element("h3", title).Open("div", ("class", examples.Any(example => example.HeatJpeg is not null) ? "gallery heated" : "gallery"));
        for (int index = 0; index < examples.Count; index++)
        {
            Card(markup, $"pictures.{member}[{ReportFormat.Count(index)}]", examples[index]);
        }

        markup.Close();
    }

    private static void Card(Markup markup, string path, PictureExample example)
    {
        bool right = example.Actual == example.Predicted;
        markup.Open("figure", ("class", right ? "right" : "wrong")).Open("div", ("class", "pair"));
        if (example.Jpeg.Length > 0)
        {
            markup.Empty("img", ("src", DataAddress.OfJpeg(example.Jpeg)), ("alt", $"{example.Path}: {example.Actual}"));
        }

        if (example.HeatJpeg is byte[] heat)
        {
            markup.Empty("img", ("src", DataAddress.OfJpeg(heat)), ("alt", $"{example.Path}: what the answer {example.Predicted} rests on"));
        }

        markup.Close().Open("figcaption");
        markup.Element("strong", example.Predicted).Text(" ");
        Figure.Percent($"{path}.confidence", example.Confidence).WriteTo(markup);
        markup.Open("span", ("class", "line")).Text(right ? "right, it is " : "in truth ").Element("strong", example.Actual);
        if (!right)
        {
            markup.Text(" ");
            Figure.Percent($"{path}.actualProbability", example.ActualProbability).WriteTo(markup);
        }

        markup.Close().Element("small", example.Path).Close().Close();
    }
}
