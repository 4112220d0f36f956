using System.Globalization;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Where the trained part of a backbone begins: layers in front of the line stay as they are.</summary>
public static class FreezeLine
{
    /// <summary>
    /// Number of the first node that is trained. A share (<c>0.3</c>, <c>30%</c>) trains the last layers; a number n trains from layer n on, counted from 0 as
    /// <c>info</c> lists them; anything else is the name of a node or of the value that it gives. <c>all</c> trains everything.
    /// </summary>
    /// <param name="features">The backbone up to its features.</param>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public static int Find(Graph features, string text)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        int count = features.Nodes.Count;
        if (text == "all")
        {
            return 0;
        }

        for (int index = 0; index < count; index++)
        {
            if (features.Nodes[index].Name == text || features.Nodes[index].Outputs.Contains(text))
            {
                return index;
            }
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number < count ? number : throw new ArgumentException($"There is no layer {text}; the backbone has the layers 0 to {count - 1} (see 'mlnet-transfer info').");
        }

        bool isPercentage = text.EndsWith('%');
        if (double.TryParse(isPercentage ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share))
        {
            share = isPercentage ? share / 100 : share;
            return share is > 0 and <= 1
                ? count - (int)Math.Ceiling(share * count)
                : throw new ArgumentException($"'{text}' is no share of the layers; expected more than 0 to 1, such as 0.3 or 30%.");
        }

        throw new ArgumentException($"The backbone has no layer '{text}'. Expected all, a share such as 0.3, the number of a layer from 0 to {count - 1}, or a name; 'mlnet-transfer info' lists them.");
    }
}
