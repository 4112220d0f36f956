using System.Globalization;

namespace MLNetTransfer.EndToEnd;

public sealed class NativeAotTests(DrawnRun run) : IClassFixture<DrawnRun>
{
    [NativeAotFact]
    public async Task Sample_CompiledAhead_AnswersAsTheLibrary()
    {
        string output = run.PathOf("native");

        // Built apart, so that the files of the tests that are running stay as they are.
        (int exitCode, string log) = await DotNet.RunAsync(
            "dotnet", run.PathOf(), "publish", Repository.PathOf("samples", "NativeAot"), "-c", "Release", "-o", output, "-p:ArtifactsPath=" + run.PathOf("native-artifacts"), $"-p:CppCompilerAndLinker={NativeAotFactAttribute.Linker}");

        Assert.True(exitCode == 0, log);
        Assert.DoesNotContain("warning IL", log, StringComparison.Ordinal);
        foreach (string model in new[] { "model.zip", "model.onnx" })
        {
            string path = Path.Combine(run.Output, model);
            using ImageClassifier classifier = ImageClassifier.Load(path, new ImageClassifierOptions { Threads = 1 });
            LabelProbability expected = classifier.Classify(run.Picture, 1)[0];

            (exitCode, string answer) = await DotNet.RunAsync(Path.Combine(output, "classify"), run.PathOf(), path, run.Picture);

            Assert.True(exitCode == 0, answer);
            Assert.Equal($"{run.Picture}: {expected.Label} {expected.Probability.ToString("F4", CultureInfo.InvariantCulture)}", answer.Trim());
        }
    }
}
