// A program without a runtime beside it: dotnet publish samples/NativeAot -o classify, then classify/classify MODEL PICTURE...
using System.Globalization;
using MLNetTransfer;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: classify MODEL.zip|MODEL.onnx PICTURE...");
    return 2;
}

using ImageClassifier classifier = ImageClassifier.Load(args[0]);
bool failed = false;
foreach (ClassificationResult result in classifier.ClassifyAll(args.Skip(1), top: 1))
{
    failed |= result.Error is not null;
    Console.WriteLine(result.Error is string error
        ? $"{result.Path}: {error}"
        : string.Create(CultureInfo.InvariantCulture, $"{result.Path}: {result.Top[0].Label} {result.Top[0].Probability:F4}"));
}

return failed ? 1 : 0;
