using System.Diagnostics;

namespace MLNetTransfer.Tests;

/// <summary>Runs while no other test does: what those hold would be counted.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public sealed class ImageClassifierMemoryTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    // What leaks in a load, a call or a disposal leaks a thousand times here.
    [Fact]
    public void Load_ThousandTimes_HoldsNoMoreMemoryThanOnce()
    {
        byte[] zip = File.ReadAllBytes(model.Zip);
        byte[] picture = ColouredPictures.Draw(0, 300);
        for (int index = 0; index < 50; index++)
        {
            LoadAndClassify();
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        int threads = Process.GetCurrentProcess().Threads.Count;
        for (int index = 0; index < 1000; index++)
        {
            LoadAndClassify();
        }

        // A thousand networks would be over 100 MB, and as many pools a thousand threads.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2L << 20);
        Assert.InRange(Process.GetCurrentProcess().Threads.Count - threads, int.MinValue, 20);

        void LoadAndClassify()
        {
            using MemoryStream stream = new(zip);
            using ImageClassifier classifier = ImageClassifier.Load(stream, new ImageClassifierOptions { Threads = 2 });
            classifier.Classify(picture);
        }
    }
}
