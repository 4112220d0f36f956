using System.Globalization;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>The model card.</summary>
internal static class ModelCardSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.Card is not ReportCard card)
        {
            return;
        }

        Markup markup = page.Begin("card", "Model card").Open("dl", ("class", "card-list"));
        foreach ((string name, Sentence text) in Lines(data, card))
        {
            text.WriteTo(markup.Element("dt", name).Open("dd")).Close();
        }

        markup.Close();
        page.End();
    }

    /// <summary>The lines of the card, for every form of the report.</summary>
    public static IReadOnlyList<(string Name, Sentence Text)> Lines(ReportData data, ReportCard card)
    {
        List<(string, Sentence)> lines =
        [
            ("Intended use", Sentence.Of($"Pictures of the kind that it learnt from, each of which shows one of these classes: {string.Join(", ", card.Classes)}.")),
            ("Not intended", Sentence.Of($"Pictures of anything else: it always answers one of its classes unless a threshold turns unsure answers away. Decisions about people, or any that nobody checks.")),
            ("Data", Sentence.Of($"Fitted to {ReportFormat.Count(card.TrainingPictures)} labelled pictures, digest {card.TrainingDataSha256}. Labels were taken as they are.")),
            ("Backbone", Sentence.Of($"{card.Backbone}, SHA-256 {card.BackboneSha256}.")),
            .. card.BackboneOrigin is string origin ? new[] { ("Origin of the backbone", Sentence.Of($"{origin}")) } : [],
            ("Licence of the backbone", Sentence.Of($"{card.BackboneLicence}")),
            ("Training", Sentence.Of($"{card.Training}; seed {ReportFormat.Count(card.Seed)}; made with {card.Producer}.")),
            ("Input", Sentence.Of($"{card.Preprocessing}")),
            .. card.InMLNet is ModelAgreement there ? new[] { ("In ML.NET", InMLNet(there)) } : [],
        ];
        if (Verdict.Of(data) is Verdict verdict)
        {
            lines.Add(("Metrics", verdict.Summary));
            if (verdict.Reservations.Count > 0)
            {
                lines.Add(("Limits", verdict.Reservations.Aggregate((first, second) => Sentence.Of($"{first} {second}"))));
            }
        }

        return lines;
    }

    private static Sentence InMLNet(ModelAgreement there) => Sentence.Of(
        $"Of {ReportFormat.Count(there.Pictures)} of the pictures that it was measured with {ReportFormat.Count(there.SameClass)} get the same class from model.zip when ML.NET loads and resizes them (its pixels were computed, as of ML.NET 5); the probability of an answer differs by {there.MeanDifference.ToString("0.0000", CultureInfo.InvariantCulture)} on average.");
}
