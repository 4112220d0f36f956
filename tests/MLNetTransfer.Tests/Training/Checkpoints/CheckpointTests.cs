using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Training;
using MLNetTransfer.Training.Checkpoints;

namespace MLNetTransfer.Tests.Training.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private const int HashLength = 32;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_WrittenFile_GivesEveryBitBack()
    {
        float[] special = [0f, -0f, float.NaN, BitConverter.Int32BitsToSingle(0x7FA12345), float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, 1f / 3];
        CheckpointWriter writer = Sample();
        writer.Add("special", special);
        string path = _folder.PathOf("run.checkpoint");

        writer.Write(path);
        Checkpoint checkpoint = Checkpoint.Read(path);

        Assert.Equal(["weights/ä", "empty", "special"], checkpoint.Arrays.Keys);
        Assert.Equal(special.Select(BitConverter.SingleToInt32Bits), checkpoint.Arrays["special"].Select(BitConverter.SingleToInt32Bits));
        Assert.Empty(checkpoint.Arrays["empty"]);
        Assert.True(JsonNode.DeepEquals(writer.State, checkpoint.State));
        Assert.Equal(3, checkpoint.Value<int>("epoch"));
        Assert.Equal(0.1, checkpoint.Value<double>("rate"));
        Assert.Equal("Größe", checkpoint.Value<string>("digest"));
    }

    [Fact]
    public void Read_ArrayLongerThanOnePiece_GivesItBack()
    {
        float[] values = [.. Enumerable.Range(0, (1 << 20) + 3).Select(index => index * 0.5f)];
        CheckpointWriter writer = new();
        writer.Add("long", values);

        Assert.Equal(values, Read(Bytes(writer)).Arrays["long"]);
    }

    [Fact]
    public void Write_SameContent_SameBytes() => Assert.Equal(Bytes(Sample()), Bytes(Sample()));

    [Fact]
    public void Section_StateOfAnOptimizer_ComesBackUnderItsNames()
    {
        CheckpointWriter writer = new();
        writer.Add("optimizer", new TrainingState(41, [new("conv/momentum", new float[] { 1, 2 }), new("bias/momentum", new float[] { 3 })]));
        writer.Add("average", new TrainingState(7, [new("conv", new float[] { 4 })]));

        TrainingState state = Read(Bytes(writer)).Section("optimizer");

        Assert.Equal(41, state.Steps);
        Assert.Equal(["conv/momentum", "bias/momentum"], state.Arrays.Select(array => array.Name));
        Assert.Equal([1f, 2f], state.Arrays[0].Values.ToArray());
    }

    [Fact]
    public void Value_MissingOrOfAnotherKind_SaysWhich()
    {
        Checkpoint checkpoint = Read(Bytes(Sample()));

        Assert.Contains("lacks 'seed'", Assert.Throws<CheckpointException>(() => checkpoint.Value<long>("seed")).Message, StringComparison.Ordinal);
        Assert.Contains("'digest'", Assert.Throws<CheckpointException>(() => checkpoint.Value<long>("digest")).Message, StringComparison.Ordinal);
        Assert.Contains("'rate'", Assert.Throws<CheckpointException>(() => checkpoint.Value<int>("rate")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Array_OfAnotherLength_SaysBoth()
    {
        Checkpoint checkpoint = Read(Bytes(Sample()));

        Assert.Equal([1f, 2f, 3f], checkpoint.Array("weights/ä", 3));
        Assert.Contains("has 3 numbers, expected are 4", Assert.Throws<CheckpointException>(() => checkpoint.Array("weights/ä", 4)).Message, StringComparison.Ordinal);
        Assert.Contains("no array 'other'", Assert.Throws<CheckpointException>(() => checkpoint.Array("other", 4)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("weights/ä")]
    public void Add_NameThatCannotBeRead_IsRefused(string name) => Assert.Throws<ArgumentException>(() => Sample().Add(name, new float[1]));

    [Fact]
    public void Add_NameThatIsNoUnicode_IsRefused() => Assert.Throws<ArgumentException>(() => Sample().Add("\ud800", new float[1]));

    [Fact]
    public void Read_NoFile_SaysWhichFile()
    {
        string path = _folder.PathOf("missing");

        Assert.Contains(path, Assert.Throws<CheckpointException>(() => Checkpoint.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] bytes = Bytes(Sample());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<CheckpointException>(() => Read(bytes[..length]));
        }
    }

    [Fact]
    public void Read_AnyByteChanged_IsRefused()
    {
        byte[] bytes = Bytes(Sample());
        for (int index = 0; index < bytes.Length; index++)
        {
            byte[] damaged = [.. bytes];
            damaged[index] ^= 0x40;
            Assert.Throws<CheckpointException>(() => Read(damaged));
        }
    }

    [Fact]
    public void Read_LongerThanItSays_IsRefused() =>
        Assert.Contains("says", Assert.Throws<CheckpointException>(() => Read([.. Bytes(Sample()), 0])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OtherFile_SaysThatItIsNoCheckpoint()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Read(Encoding.ASCII.GetBytes(new string('P', 200))));

        Assert.Contains("not a checkpoint", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NewerVersion_SaysSo()
    {
        byte[] bytes = Bytes(Sample());
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 2);

        Assert.Contains("version 2", Assert.Throws<CheckpointException>(() => Read(Signed(bytes))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("null")]
    [InlineData("{\"\\ud800\":1}")]
    public void Read_StateThatIsNoObject_IsRefused(string state)
    {
        byte[] json = Encoding.UTF8.GetBytes(state);
        byte[] bytes = [.. "MNTCHKPT"u8, .. new byte[24], .. json, .. new byte[HashLength]];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), bytes.Length);

        Assert.Contains("state", Assert.Throws<CheckpointException>(() => Read(Signed(bytes))).Message, StringComparison.Ordinal);
    }

    // The hash is made right again, so that the damage reaches what lies behind it.
    [Fact]
    public void Read_DamagedAndSignedAgain_ReadsOrIsRefused()
    {
        byte[] bytes = Bytes(Sample());
        Random random = new(20_240_611);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. bytes];
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                int index = random.Next(damaged.Length - HashLength);
                damaged[index] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            try
            {
                Read(Signed(damaged));
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 20_000);
    }

    public void Dispose() => _folder.Dispose();

    private static CheckpointWriter Sample()
    {
        CheckpointWriter writer = new();
        writer.State["epoch"] = 3;
        writer.State["rate"] = 0.1;
        writer.State["digest"] = "Größe";
        writer.Add("weights/ä", new float[] { 1, 2, 3 });
        writer.Add("empty", ReadOnlyMemory<float>.Empty);
        return writer;
    }

    private static byte[] Bytes(CheckpointWriter writer)
    {
        using MemoryStream stream = new();
        writer.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Signed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(..^HashLength)).CopyTo(bytes.AsSpan()[^HashLength..]);
        return bytes;
    }

    private static Checkpoint Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return CheckpointReader.Read(stream, "run.checkpoint");
    }
}
