using MLNetTransfer;

namespace ReadmeExample;

/// <summary>The code of the README; a test holds the two against each other.</summary>
internal static class Example
{
    internal static void Run()
    {
        // begin
        using ImageClassifier classifier = ImageClassifier.Load("runs/flowers/model.zip");
        foreach (LabelProbability guess in classifier.Classify("cat.jpg", top: 3))
        {
            Console.WriteLine($"{guess.Label} {guess.Probability:P1}");
        }

        // end
    }
}
