using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using MLNetTransfer.Backbones;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Tests;

public sealed class ImageClassifierTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    private static readonly ImageClassifierOptions OneThread = new() { Threads = 1 };

    [Fact]
    public void Load_ZipAndOnnx_GiveTheSameClassifier()
    {
        using ImageClassifier zip = ImageClassifier.Load(model.Zip, OneThread);
        using ImageClassifier onnx = ImageClassifier.Load(model.Onnx, OneThread);

        Assert.Equal(["blue", "green", "red"], zip.ClassNames);
        Assert.Equal(zip.ClassNames, onnx.ClassNames);
        Assert.Equal(zip.Preprocessing, onnx.Preprocessing);
        Assert.Equal(32, zip.Preprocessing.CropSize);
        Assert.All(Enumerable.Range(0, 3), label => Assert.Equal(zip.Classify(Picture(label)), onnx.Classify(Picture(label))));
    }

    [Fact]
    public void Load_FileWithAnotherExtension_GoesByItsContent()
    {
        string zip = model.Pictures.Write("renamed.onnx", File.ReadAllBytes(model.Zip));
        string onnx = model.Pictures.Write("renamed.zip", File.ReadAllBytes(model.Onnx));

        using ImageClassifier first = ImageClassifier.Load(zip, OneThread);
        using ImageClassifier second = ImageClassifier.Load(onnx, OneThread);

        Assert.Equal(first.Classify(Picture(1)), second.Classify(Picture(1)));
    }

    [Fact]
    public void Classify_PathStreamBytesAndImage_Agree()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        for (int label = 0; label < 3; label++)
        {
            byte[] content = Picture(label);
            string path = model.Pictures.Write("single.png", content);
            using MemoryStream stream = new([1, 2, 3, .. content]) { Position = 3 };

            IReadOnlyList<LabelProbability> expected = classifier.Classify(path);

            Assert.Equal(classifier.ClassNames[label], expected[0].Label);
            Assert.Equal(expected, classifier.Classify(content));
            Assert.Equal(expected, classifier.Classify(stream));
            Assert.Equal(expected, classifier.Classify(ImageDecoder.Decode(content).Image));
        }
    }

    [Fact]
    public void Classify_Top_IsTheHeadOfTheWholeOrder()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Onnx, OneThread);
        IReadOnlyList<LabelProbability> all = classifier.Classify(Picture(0), 100);

        Assert.Equal(3, all.Count);
        Assert.Equal(all.OrderByDescending(each => each.Probability), all);
        Assert.Equal(1, all.Sum(each => each.Probability), 1e-5);
        Assert.Equal(all.Take(1), classifier.Classify(Picture(0), 1));
        Assert.Equal(all.Take(2), classifier.Classify(Picture(0), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Classify(Picture(0), 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ClassifyAll_MissingAndBrokenFilesAmongMany_AnswersInTheirPlaces(int threads)
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, new ImageClassifierOptions { Threads = threads });
        string missing = model.Pictures.PathOf("absent.png");
        string broken = model.Pictures.Write($"broken-{threads}.png", Picture(0).AsSpan(0, 50));
        string[] good = Directory.GetFiles(model.Pictures.Folder, "*.png", SearchOption.AllDirectories);
        string[] paths = [missing, .. Enumerable.Range(0, 300).Select(index => index % 50 == 7 ? broken : good[index % good.Length]), missing];

        ClassificationResult[] results = [.. classifier.ClassifyAll(paths, 2)];

        Assert.Equal(paths, results.Select(result => result.Path));
        Dictionary<string, IReadOnlyList<LabelProbability>> expected = good.ToDictionary(path => path, path => classifier.Classify(path, 2));
        foreach (ClassificationResult result in results)
        {
            if (expected.TryGetValue(result.Path, out IReadOnlyList<LabelProbability>? answer))
            {
                Assert.Null(result.Error);
                Assert.Equal(answer, result.Top);
            }
            else
            {
                Assert.Empty(result.Top);
                Assert.NotEmpty(result.Error!);
            }
        }
    }

    [Fact]
    public void ClassifyAll_NoFiles_GivesNothing()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);

        Assert.Empty(classifier.ClassifyAll([]));
    }

    [Fact]
    public void ClassifyAll_Cancelled_Stops()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string[] good = Directory.GetFiles(model.Pictures.Folder, "*.png", SearchOption.AllDirectories);

        Assert.ThrowsAny<OperationCanceledException>(() => classifier.ClassifyAll(good, cancellationToken: new CancellationToken(canceled: true)).ToArray());
        Assert.Equal(good.Length, classifier.ClassifyAll(good).Count());
    }

    [Fact]
    public void Load_Stream_GivesTheSameClassifier()
    {
        using ImageClassifier expected = ImageClassifier.Load(model.Zip, OneThread);
        foreach (string path in (ReadOnlySpan<string>)[model.Zip, model.Onnx])
        {
            using FileStream stream = File.OpenRead(path);
            using ImageClassifier classifier = ImageClassifier.Load(stream, OneThread);

            Assert.Equal(expected.Classify(Picture(1)), classifier.Classify(Picture(1)));
            Assert.Equal(expected.Description.Facts, classifier.Description.Facts);
            Assert.True(stream.CanRead);
        }
    }

    [Fact]
    public void Load_StreamOfAnotherThing_IsRefusedWithItsName()
    {
        Assert.Contains("upload", Assert.ThrowsAny<ModelException>(() => ImageClassifier.Load(new MemoryStream([.. "PK nothing"u8]), null, "upload")).Message, StringComparison.Ordinal);
        Assert.Contains("loaded by its path", Assert.Throws<ModelException>(() => ImageClassifier.Load(File.OpenRead(model.Pictures.Backbone))).Message, StringComparison.Ordinal);
        Assert.Throws<OnnxException>(() => ImageClassifier.Load(new MemoryStream([1, 2, 3])));
    }

    [Fact]
    public async Task ClassifyAsync_PathAndStream_Agree()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string path = model.Pictures.Write("async.png", Picture(2));

        Assert.Equal(classifier.Classify(Picture(2)), await classifier.ClassifyAsync(path));
        Assert.Equal(classifier.Classify(Picture(2), 1), await classifier.ClassifyAsync(new MemoryStream(Picture(2)), 1));
        await Assert.ThrowsAsync<FileNotFoundException>(() => classifier.ClassifyAsync(model.Pictures.PathOf("absent.png")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifier.ClassifyAsync(path, 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ClassifyAllAsync_ManyFiles_AnswersInOrder()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string[] good = Directory.GetFiles(model.Pictures.Folder, "*.png", SearchOption.AllDirectories);
        string[] paths = [.. Enumerable.Range(0, 600).Select(index => index % 100 == 3 ? "absent.png" : good[index % good.Length])];

        ClassificationResult[] results = await classifier.ClassifyAllAsync(paths.ToAsyncEnumerable(), 1).ToArrayAsync();

        ClassificationResult[] expected = [.. classifier.ClassifyAll(paths, 1)];
        Assert.Equal(paths, results.Select(result => result.Path));
        Assert.Equal(expected.Select(result => result.Error), results.Select(result => result.Error));
        Assert.Equal(expected.Select(result => result.Top), results.Select(result => result.Top));
    }

    [Fact]
    public async Task ClassifyAllAsync_SlowSource_AnswersWhatHasArrived()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string path = model.Pictures.Write("slow.png", Picture(0));
        Channel<string> source = Channel.CreateUnbounded<string>();
        await using IAsyncEnumerator<ClassificationResult> answers = classifier.ClassifyAllAsync(source.Reader.ReadAllAsync()).GetAsyncEnumerator();

        for (int picture = 0; picture < 3; picture++)
        {
            await source.Writer.WriteAsync(path);
            Assert.True(await answers.MoveNextAsync());
            Assert.Equal(path, answers.Current.Path);
        }

        source.Writer.Complete();
        Assert.False(await answers.MoveNextAsync());
    }

    [Fact]
    public async Task ClassifyAllAsync_CancelledLeftOrFailed_EndsTheSource()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string path = model.Pictures.Write("endless.png", Picture(0));
        int ended = 0;
        using CancellationTokenSource cancel = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ClassificationResult _ in classifier.ClassifyAllAsync(Endless(), 1, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
        await foreach (ClassificationResult _ in classifier.ClassifyAllAsync(Endless()))
        {
            break;
        }

        Assert.Equal(2, ended);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await classifier.ClassifyAllAsync(Failing()).ToArrayAsync());

        async IAsyncEnumerable<string> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    await Task.Yield();
                    yield return path;
                }
            }
            finally
            {
                ended++;
            }
        }

        static async IAsyncEnumerable<string> Failing()
        {
            await Task.Yield();
            yield return "absent.png";
            throw new InvalidDataException("The source has failed.");
        }
    }

    [Fact]
    public void Classify_FromEightThreads_GivesTheAnswersOfOne()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 24).Select(index => ColouredPictures.Draw(index % 3, 200 + index))];
        using ImageClassifier alone = ImageClassifier.Load(model.Zip, OneThread);
        IReadOnlyList<LabelProbability>[] expected = [.. pictures.Select(picture => alone.Classify(picture))];
        using ImageClassifier shared = ImageClassifier.Load(model.Zip, new ImageClassifierOptions { Threads = 2 });
        IReadOnlyList<LabelProbability>?[][] answers = [.. Enumerable.Range(0, 8).Select(_ => new IReadOnlyList<LabelProbability>?[pictures.Length])];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            for (int index = 0; index < pictures.Length; index++)
            {
                int turned = (index + (number * 3)) % pictures.Length;
                answers[number][turned] = shared.Classify(pictures[turned]);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.All(answers, each => Assert.Equal(expected, each));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyCall_Disposed_IsRefused(bool usedBefore)
    {
        ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);
        string path = model.Pictures.Write("disposed.png", Picture(0));
        if (usedBefore)
        {
            classifier.Classify(path);
        }

        classifier.Dispose();
        classifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(path));
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(Picture(0)));
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(new MemoryStream(Picture(0))));
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(ImageDecoder.Decode(Picture(0)).Image));
        Assert.Throws<ObjectDisposedException>(() => classifier.ClassifyAll([path]).ToArray());
    }

    [Fact]
    public void Classify_NoPicture_SaysWhatItIs()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip, OneThread);

        Assert.Throws<ImageFormatException>(() => classifier.Classify("hello, world"u8.ToArray()));
        Assert.Throws<ImageFormatException>(() => classifier.Classify(Stream.Null));
        Assert.Throws<FileNotFoundException>(() => classifier.Classify(model.Pictures.PathOf("absent.png")));
        Assert.Equal("red", classifier.Classify(Picture(2))[0].Label);
    }

    [Fact]
    public void Load_WrongKindOfFile_NamesTheFile()
    {
        (string Name, byte[] Content)[] files =
        [
            ("picture.png", Picture(0)),
            ("empty.onnx", []),
            ("empty.zip", []),
            ("text.zip", "hello, world"u8.ToArray()),
            ("cut.onnx", File.ReadAllBytes(model.Onnx)[..5000]),
        ];
        foreach ((string name, byte[] content) in files)
        {
            string path = model.Pictures.Write(name, content);

            OnnxException exception = Assert.Throws<OnnxException>(() => ImageClassifier.Load(path));

            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_ZipThatIsNoModel_SaysWhatIsMissing()
    {
        string path = model.Pictures.Write("empty-archive.zip", [.. "PK\u0005\u0006"u8, .. new byte[18]]);
        string cut = model.Pictures.Write("cut.zip", File.ReadAllBytes(model.Zip).AsSpan(0, 5000));

        Assert.Contains("model.json", Assert.Throws<ModelException>(() => ImageClassifier.Load(path)).Message, StringComparison.Ordinal);
        Assert.StartsWith(cut, Assert.Throws<ModelException>(() => ImageClassifier.Load(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Backbone_SaysThatItHasNoClassifier() =>
        Assert.Contains("no classifier", Assert.Throws<ModelException>(() => ImageClassifier.Load(model.Pictures.Backbone)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_FolderOrNothing_IsMissing()
    {
        Assert.Throws<MissingModelException>(() => ImageClassifier.Load(model.Pictures.Folder));
        Assert.Throws<MissingModelException>(() => ImageClassifier.Load(model.Pictures.PathOf("absent.zip")));
        Assert.Throws<ArgumentException>(() => ImageClassifier.Load(" "));
    }

    [Fact]
    public void Load_DescriptionThatDoesNotFitTheNetwork_IsRefused()
    {
        using FileStream stream = File.OpenRead(model.Zip);
        ModelPackage package = ModelPackage.Read(stream, model.Zip);
        ModelManifest good = package.Manifest;
        (ModelManifest Manifest, string Part)[] cases =
        [
            (good with { Classes = ["blue", "green"] }, "names 2 classes"),
            (good with { Classes = ["blue", "green", "red", "white"] }, "names 4 classes"),
            (good with { Preprocessing = good.Preprocessing with { CropSize = 16, ResizeSize = 16 } }, "32 pixels"),
        ];
        foreach ((ModelManifest manifest, string part) in cases)
        {
            using MemoryStream written = new();
            written.Write(File.ReadAllBytes(model.Zip));
            using (ZipArchive archive = new(written, ZipArchiveMode.Update, leaveOpen: true))
            {
                archive.GetEntry("model.json")!.Delete();
                using Stream entry = archive.CreateEntry("model.json").Open();
                entry.Write(Encoding.UTF8.GetBytes(ModelMetadata.Of(manifest)[ModelMetadata.ManifestKey]));
            }

            string path = model.Pictures.Write("unfit.zip", written.ToArray());

            Assert.Contains(part, Assert.Throws<ModelException>(() => ImageClassifier.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_PackageAroundAnotherNetwork_IsRefused()
    {
        using FileStream stream = File.OpenRead(model.Zip);
        ModelManifest manifest = ModelPackage.Read(stream, model.Zip).Manifest;
        using MemoryStream written = new();
        ModelPackage.Write(written, File.ReadAllBytes(model.Pictures.Backbone), manifest, []);
        string path = model.Pictures.Write("other-network.zip", written.ToArray());

        Assert.Contains("'probabilities'", Assert.Throws<ModelException>(() => ImageClassifier.Load(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Picture(int label) => ColouredPictures.Draw(label, 50);
}
