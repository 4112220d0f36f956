using System.Text.Json;

namespace MLNetTransfer.Tests.Training;

/// <summary>The numbers that <c>references.py</c> beside this file took from PyTorch.</summary>
internal static class TrainingReferences
{
    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "MLNetTransfer.Tests", "Fixtures", "Training", name + ".json")));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];
}
