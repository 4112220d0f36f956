using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.EndToEnd;

/// <summary>The whole way of a user: train, evaluate, predict, info, in one process and on drawn pictures.</summary>
public sealed class CommandLineTests(DrawnRun run) : IClassFixture<DrawnRun>
{
    private static readonly string[] Files = ["curves.svg", "history.csv", "metrics.json", "model.onnx", "model.zip", "options.json", "report.html", "report.md"];

    [Fact]
    public void Train_GoodAndBrokenPictures_WritesTheModelAndListsTheOthers()
    {
        Assert.Equal(0, run.Train.ExitCode);
        Assert.Equal(Files, Directory.GetFiles(run.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Output, "metrics.json")));
        JsonElement.ArrayEnumerator skipped = metrics.RootElement.GetProperty("skipped").EnumerateArray();
        Assert.Equal(
            ["z_empty.jpg", "z_garbage.jpg", "z_head_only.jpg", "z_webp.jpg"],
            skipped.Select(each => Path.GetFileName(each.GetProperty("path").GetString()!)));
        Assert.Contains(skipped, each => each.GetProperty("reason").GetString()!.Contains("WebP", StringComparison.Ordinal));
        Assert.Equal(4, metrics.RootElement.GetProperty("skippedPictures").GetInt32());
        foreach (string name in (ReadOnlySpan<string>)["z_empty.jpg", "z_garbage.jpg", "z_head_only.jpg", "z_webp.jpg"])
        {
            Assert.Contains(name, run.Train.Output + run.Train.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Train_OtherNumberOfThreads_GivesTheSameBytes()
    {
        string output = run.PathOf("one-thread");

        (int exitCode, _, _) = await DrawnRun.RunAsync("train", run.Pictures, "--test", "0.2", "--backbone", run.Backbone, "--crop", "48", "--epochs", "2", "--threads", "1", "--no-cache", "--output", output);

        Assert.Equal(0, exitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run.Output, "model.onnx")), File.ReadAllBytes(Path.Combine(output, "model.onnx")));
    }

    [Fact]
    public async Task Export_WithVerify_WritesAFileThatAgrees()
    {
        string path = run.PathOf("exported.onnx");

        (int exitCode, string output, _) = await DrawnRun.RunAsync(
            "export", Path.Combine(run.Output, "model.zip"), "--onnx", path, "--half", "--no-label", "--verify", run.Pictures, "--format", "json");

        Assert.Equal(0, exitCode);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement root = document.RootElement;
        Assert.Equal(new FileInfo(path).Length, root.GetProperty("bytes").GetInt64());
        Assert.InRange(root.GetProperty("bytes").GetInt64(), 1, 0.6 * new FileInfo(Path.Combine(run.Output, "model.onnx")).Length);
        Assert.Equal(root.GetProperty("pictures").GetInt32(), root.GetProperty("sameClass").GetInt32());
        Assert.InRange(root.GetProperty("largestDifference").GetDouble(), 1e-9, 0.02);
        (exitCode, output, _) = await DrawnRun.RunAsync("export", Path.Combine(run.Output, "model.zip"), "--onnx", path, "--verify", run.Picture);
        Assert.Equal(0, exitCode);
        Assert.Contains("1 of 1 pictures (100.00 %)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OntoItselfOrNoPictures_SaysSo()
    {
        string model = Path.Combine(run.Output, "model.onnx");
        string path = run.PathOf("exported-2.onnx");

        Assert.Equal(2, (await DrawnRun.RunAsync("export", model, "--onnx", model)).ExitCode);
        Assert.Equal(2, (await DrawnRun.RunAsync("export", model, "--onnx", path, "--opset", "5")).ExitCode);
        Assert.Equal(3, (await DrawnRun.RunAsync("export", model, "--onnx", path, "--verify", run.PathOf("absent.png"))).ExitCode);
        Assert.Equal(5, (await DrawnRun.RunAsync("export", run.PathOf("absent.zip"), "--onnx", path)).ExitCode);
        Assert.Equal(1, (await DrawnRun.RunAsync("export", run.Backbone, "--onnx", path)).ExitCode);
        Assert.Equal(1, (await DrawnRun.RunAsync("export", model, "--onnx", run.PathOf("no", "folder", "x.onnx"))).ExitCode);
    }

    [Fact]
    public async Task Export_EightBits_IsWrittenOnlyWhenItAgrees()
    {
        string model = Path.Combine(run.Output, "model.zip");
        string path = run.PathOf("int8.onnx");
        string[] arguments = ["export", model, "--onnx", path, "--int8", "--calibrate", run.Pictures, "--verify", run.Pictures, "--min-agreement"];

        Assert.Equal(0, (await DrawnRun.RunAsync([.. arguments, "0.1"])).ExitCode);
        Assert.InRange(new FileInfo(path).Length, 1, 0.6 * new FileInfo(Path.Combine(run.Output, "model.onnx")).Length);
        File.Delete(path);
        // A black picture shows nothing of what the values are.
        string black = run.PathOf("black.png");
        File.WriteAllBytes(black, PngEncoder.Encode(new Image(48, 48, new byte[3 * 48 * 48])));
        (int exitCode, _, string error) = await DrawnRun.RunAsync("export", model, "--onnx", path, "--int8", "--calibrate", black, "--verify", run.Pictures, "--min-agreement", "1");
        Assert.Equal(4, exitCode);
        Assert.Contains("is not written", error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.False(File.Exists(path + ".unverified"));
    }

    [Theory]
    [InlineData("--int8")]
    [InlineData("--calibrate", ".")]
    [InlineData("--int8", "--half", "--calibrate", ".")]
    [InlineData("--min-agreement", "0.9")]
    [InlineData("--min-agreement", "1.5", "--verify", ".")]
    public async Task Export_OptionsThatDoNotFit_AreRefused(params string[] options)
    {
        string[] arguments = [.. options.Select(option => option == "." ? run.Picture : option)];

        Assert.Equal(2, (await DrawnRun.RunAsync(["export", Path.Combine(run.Output, "model.zip"), "--onnx", run.PathOf("refused.onnx"), .. arguments])).ExitCode);
        Assert.False(File.Exists(run.PathOf("refused.onnx")));
    }

    [Theory]
    [InlineData("model.zip")]
    [InlineData("model.onnx")]
    public async Task Evaluate_Json_HasTheFieldsAndAddsUp(string model)
    {
        (int exitCode, string output, _) = await DrawnRun.RunAsync("evaluate", Path.Combine(run.Output, model), run.Pictures, "--format", "json");

        Assert.Equal(0, exitCode);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement root = document.RootElement;
        int images = root.GetProperty("images").GetInt32();
        int[][] confusion = [.. root.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];
        Assert.Equal(images, confusion.Sum(row => row.Sum()));
        Assert.Equal(root.GetProperty("accuracy").GetDouble(), confusion.Select((row, index) => row[index]).Sum() / (double)images, 1e-12);
        Assert.Equal(images, root.GetProperty("classes").EnumerateArray().Sum(each => each.GetProperty("support").GetInt32()));
        Assert.Equal(4, root.GetProperty("skipped").GetArrayLength());
        foreach (string name in (ReadOnlySpan<string>)["top5", "macroF1", "logLoss"])
        {
            Assert.InRange(root.GetProperty(name).GetDouble(), 0, 10);
        }
    }

    [Fact]
    public async Task Predict_Jsonl_GivesOneObjectALineAndErrorsForTheRest()
    {
        string missing = run.PathOf("nowhere.jpg");

        (int exitCode, string output, _) = await DrawnRun.RunWithInputAsync($"{run.Picture}\n{missing}\n", default, "predict", Path.Combine(run.Output, "model.zip"), "-", "--top", "2", "--format", "jsonl");

        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using JsonDocument good = JsonDocument.Parse(lines[0]);
        Assert.Equal(run.Picture, good.RootElement.GetProperty("file").GetString());
        Assert.Equal(2, good.RootElement.GetProperty("top").GetArrayLength());
        Assert.Equal(good.RootElement.GetProperty("label").GetString(), good.RootElement.GetProperty("top")[0].GetProperty("label").GetString());
        using JsonDocument bad = JsonDocument.Parse(lines[1]);
        Assert.NotEmpty(bad.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Predict_Grid_DrawsAPicture()
    {
        string grid = run.PathOf("grid.png");

        (int exitCode, _, _) = await DrawnRun.RunAsync("predict", Path.Combine(run.Output, "model.onnx"), run.Pictures, "--grid", grid);

        Assert.Equal(0, exitCode);
        Assert.InRange(ImageDecoder.Decode(File.ReadAllBytes(grid)).Image.Width, 100, 10_000);
    }

    [Theory]
    [InlineData("model.zip")]
    [InlineData("model.onnx")]
    public async Task Info_Model_NamesClassesAndLayers(string model)
    {
        (int exitCode, string output, _) = await DrawnRun.RunAsync("info", Path.Combine(run.Output, model), "--layers");

        Assert.Equal(0, exitCode);
        Assert.Contains("triangle", output, StringComparison.Ordinal);
        Assert.Contains("Conv", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyVerb_WhatIsWrong_DecidesTheExitCode()
    {
        string empty = Directory.CreateDirectory(run.PathOf("empty")).FullName;
        string one = Path.GetDirectoryName(Directory.CreateDirectory(run.PathOf("single", "class")).FullName)!;
        File.Copy(run.Picture, Path.Combine(one, "class", "1.jpg"), overwrite: true);
        string model = Path.Combine(run.Output, "model.zip");
        string output = run.PathOf("unused");

        Assert.Equal(2, (await DrawnRun.RunAsync("train")).ExitCode);
        Assert.Equal(3, (await DrawnRun.RunAsync("train", empty, "--output", output)).ExitCode);
        Assert.Equal(3, (await DrawnRun.RunAsync("train", one, "--output", output)).ExitCode);
        Assert.Equal(3, (await DrawnRun.RunAsync("train", run.Picture, "--output", output)).ExitCode);
        Assert.Equal(3, (await DrawnRun.RunAsync("train", run.PathOf("nowhere"), "--output", output)).ExitCode);
        Assert.Equal(1, (await DrawnRun.RunAsync("train", run.Pictures, "--output", run.Picture)).ExitCode);
        Assert.Equal(5, (await DrawnRun.RunAsync("predict", "mobilenetv2", run.Picture)).ExitCode);
        Assert.Equal(5, (await DrawnRun.RunAsync("predict", run.PathOf("nowhere.zip"), run.Picture)).ExitCode);
        Assert.Equal(4, (await DrawnRun.RunAsync("evaluate", model, run.Pictures, "--min-accuracy", "1")).ExitCode);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        string stopped = run.PathOf("stopped");
        Assert.Equal(130, (await DrawnRun.RunWithInputAsync("", cancelled.Token, "train", run.Pictures, "--backbone", run.Backbone, "--crop", "40", "--output", stopped)).ExitCode);
        Assert.False(File.Exists(Path.Combine(stopped, "model.zip")));
    }

    [OnnxRuntimeFact]
    public void Model_InOnnxRuntime_GivesOurProbabilitiesAndLabels()
    {
        string[] pictures = [.. Directory.GetDirectories(run.Pictures).SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(2))];
        CompareWithOnnxRuntime(Path.Combine(run.Output, "model.onnx"), pictures, 1);
        CompareWithOnnxRuntime(Path.Combine(run.Output, "model.onnx"), pictures, pictures.Length);
    }

    [OnnxRuntimePhotographsFact]
    public async Task Model_InOnnxRuntimeOnPhotographs_GivesOurProbabilitiesAndLabels()
    {
        string flowers = Path.Combine(Repository.SharedData!, "images", "flowers");
        string some = SomeFlowers("some-flowers");
        string backbone = Path.Combine(Repository.SharedData!, "weights", "mobilenetv2_0.35_224_keras_bn_backbone.onnx");
        string output = run.PathOf("photographs");
        Assert.Equal(0, (await DrawnRun.RunAsync("train", some, "--backbone", backbone, "--mode", "head", "--output", output)).ExitCode);
        string[] pictures =
        [
            .. Directory.GetDirectories(Path.Combine(flowers, "val")).Order(StringComparer.Ordinal).SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(13)).Take(64),
        ];
        Assert.Equal(64, pictures.Length);
        CompareWithOnnxRuntime(Path.Combine(output, "model.onnx"), pictures, 1);
        CompareWithOnnxRuntime(Path.Combine(output, "model.onnx"), pictures, 8);
    }

    [SharedDataFact]
    public async Task Export_EightBitsOnPhotographs_AnswersAsTheModel()
    {
        string flowers = Path.Combine(Repository.SharedData!, "images", "flowers");
        string output = run.PathOf("eight-bits");
        string backbone = Path.Combine(Repository.SharedData!, "weights", "mobilenetv2_1.0_gluon_bn_backbone.onnx");
        string some = SomeFlowers("some-flowers-8");
        Assert.Equal(0, (await DrawnRun.RunAsync("train", some, "--backbone", backbone, "--mode", "head", "--output", output)).ExitCode);

        (int exitCode, string answer, string error) = await DrawnRun.RunAsync(
            "export", Path.Combine(output, "model.zip"), "--onnx", run.PathOf("eight.onnx"), "--int8", "--calibrate", some, "--verify", Path.Combine(flowers, "val", "roses"), "--min-agreement", "0.93", "--format", "json");

        Assert.True(exitCode == 0, answer + error);
        Assert.InRange(new FileInfo(run.PathOf("eight.onnx")).Length, 1, 0.32 * new FileInfo(Path.Combine(output, "model.onnx")).Length);
    }

    // Another engine may round a sum up where ours rounds it down, so that a close answer differs; a kernel that cuts sums off changes many.
    [OnnxRuntimePhotographsTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_EightBitsInOnnxRuntime_AnswersAsOurEngine(bool fast)
    {
        string output = run.PathOf($"eight-bits-{fast}");
        string some = SomeFlowers($"some-flowers-{fast}");
        string backbone = Path.Combine(Repository.SharedData!, "weights", "mobilenetv2_0.35_224_keras_bn_backbone.onnx");
        Assert.Equal(0, (await DrawnRun.RunAsync("train", some, "--backbone", backbone, "--mode", "head", "--output", output)).ExitCode);
        string path = Path.Combine(output, "eight.onnx");
        Assert.Equal(0, (await DrawnRun.RunAsync(["export", Path.Combine(output, "model.zip"), "--onnx", path, "--int8", "--calibrate", some, .. fast ? ["--fast"] : Array.Empty<string>()])).ExitCode);
        string[] pictures = [.. Directory.GetFiles(Path.Combine(Repository.SharedData!, "images", "flowers", "val", "roses")).Order(StringComparer.Ordinal).Take(48)];

        using ImageClassifier classifier = ImageClassifier.Load(path);
        (_, string[] labels) = RunInOnnxRuntime(classifier, path, pictures, 8);

        Assert.InRange(pictures.Zip(labels).Count(pair => classifier.Classify(pair.First, 1)[0].Label == pair.Second), 46, 48);
    }

    [PathFact("/usr/lib/python3/dist-packages/onnx", "python3-onnx")]
    public void Model_OnnxChecker_HasNothingToSay()
    {
        ProcessStartInfo start = new("/usr/bin/python3", ["-c", "import onnx,sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)", Path.Combine(run.Output, "model.onnx")])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, error);
    }

    [SharedDataTheory]
    [InlineData("squeezenet1.1_gluon.onnx", 0)]
    [InlineData("mobilenetv2_1.0_224_tf_folded.onnx", 1)]
    public async Task Predict_StockClassifier_GivesTheGoldenTopThreeForTheCat(string model, int background)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.SharedPath("weights", "golden", "golden.json")));
        int[] expected = [.. golden.RootElement.GetProperty(model).GetProperty("top3").EnumerateArray().Select(entry => entry[0].GetInt32() - background)];

        (int exitCode, string output, _) = await DrawnRun.RunAsync(
            "predict", Repository.SharedPath("weights", model), Repository.SharedPath("weights", "golden", "cat_224.png"), "--size", "224", "--crop", "224", "--top", "3", "--format", "jsonl");

        Assert.Equal(0, exitCode);
        using JsonDocument answer = JsonDocument.Parse(output);
        Assert.Equal(
            expected.Select(index => Backbones.ImageNetLabels.All[index]),
            answer.RootElement.GetProperty("top").EnumerateArray().Select(each => each.GetProperty("label").GetString()));
        Assert.True(answer.RootElement.GetProperty("probability").GetDouble() > 0, output.ToString(CultureInfo.InvariantCulture));
    }

    // Twenty photographs of each class.
    private string SomeFlowers(string name)
    {
        string some = run.PathOf(name);
        foreach (string folder in Directory.GetDirectories(Path.Combine(Repository.SharedData!, "images", "flowers", "train")))
        {
            Directory.CreateDirectory(Path.Combine(some, Path.GetFileName(folder)));
            foreach (string picture in Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(20))
            {
                File.Copy(picture, Path.Combine(some, Path.GetFileName(folder), Path.GetFileName(picture)));
            }
        }

        return some;
    }

    // Every picture has the same class and the same probabilities within 1e-5, whatever batch it is in.
    private static void CompareWithOnnxRuntime(string path, string[] pictures, int batch)
    {
        using ImageClassifier classifier = ImageClassifier.Load(path);
        (double[] probabilities, string[] labels) = RunInOnnxRuntime(classifier, path, pictures, batch);
        string[] names = [.. classifier.ClassNames];
        Assert.Equal(pictures.Length, labels.Length);
        for (int index = 0; index < pictures.Length; index++)
        {
            IReadOnlyList<LabelProbability> ours = classifier.Classify(pictures[index], names.Length);
            Assert.Equal(ours[0].Label, labels[index]);
            Assert.All(ours, each => Assert.Equal(each.Probability, probabilities[(index * names.Length) + Array.IndexOf(names, each.Label)], 1e-5));
        }
    }

    // On the pixels that the classifier sees.
    private static (double[] Probabilities, string[] Labels) RunInOnnxRuntime(ImageClassifier classifier, string path, string[] pictures, int batch)
    {
        int side = classifier.Preprocessing.CropSize;
        float[] pixels = new float[pictures.Length * 3 * side * side];
        Resizer resizer = new();
        byte[] crop = new byte[3 * side * side];
        for (int index = 0; index < pictures.Length; index++)
        {
            Image image = ImageDecoder.Decode(File.ReadAllBytes(pictures[index])).Image;
            resizer.ResizeShorterSideAndCenterCrop(image, classifier.Preprocessing.ResizeSize, side, classifier.Preprocessing.Placement, classifier.Preprocessing.Filter, crop);
            for (int pixel = 0; pixel < side * side; pixel++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    pixels[(((index * 3) + channel) * side * side) + pixel] = crop[(pixel * 3) + channel];
                }
            }
        }

        IReadOnlyDictionary<string, JsonElement> outputs = OnnxRuntime.Run(path, pixels, [pictures.Length, 3, side, side], batch: batch);
        return (
            [.. outputs["probabilities"].EnumerateArray().Select(value => value.GetDouble())],
            [.. outputs["label"].EnumerateArray().Select(value => value.GetString()!)]);
    }
}
