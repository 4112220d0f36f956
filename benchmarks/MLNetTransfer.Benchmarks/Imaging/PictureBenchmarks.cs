using BenchmarkDotNet.Attributes;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Benchmarks.Imaging;

/// <summary>One drawn picture of 300 x 300 pixels as a JPEG file; photographs, and Pillow beside us, has benchmarks/peers/pictures.py.</summary>
public class PictureBenchmarks
{
    private const int Side = 300;

    private byte[] _file = [];
    private Action<byte[]> _work = _ => { };

    [Params("decode", "crop", "tensor")]
    public string What { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        byte[] pixels = new byte[Side * Side * Image.Channels];
        Random random = new(1);
        for (int index = 0; index < pixels.Length; index++)
        {
            // A gradient with noise has about as many coefficients as a photograph.
            pixels[index] = (byte)((index / Image.Channels % Side * 200 / Side) + random.Next(40));
        }

        _file = JpegEncoder.Encode(new Image(Side, Side, pixels), 82);
        _work = PictureRun.Work(What);
    }

    [Benchmark]
    public void Picture() => _work(_file);
}
