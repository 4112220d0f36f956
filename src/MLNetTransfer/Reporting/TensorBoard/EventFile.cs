using System.Globalization;
using Google.Protobuf;
using MLNetTransfer.Reporting.TensorBoard.Protobuf;

namespace MLNetTransfer.Reporting.TensorBoard;

/// <summary>A TensorBoard event file. Each event is on the disk when the method returns, so that a TensorBoard that is open follows the run.</summary>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";
    private const string Pattern = "events.out.tfevents.*";
    private const string TextPlugin = "text";
    private const int StringType = 7;
    private const int Colours = 3;

    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    private EventFile(FileStream stream, TimeProvider clock)
    {
        _stream = stream;
        _clock = clock;
    }

    /// <summary>Begins a file beside those that the folder holds already.</summary>
    /// <param name="folder">Folder of a run of TensorBoard; it is made where it is absent.</param>
    /// <param name="clock">Gives the wall time of the events.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static EventFile Create(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);

        // TensorBoard reads the files of a folder in the order of their names: by second, and within one by number.
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds():D10}.mlnet-transfer");
        int number = 0;
        while (File.Exists(PathOf(number)))
        {
            number++;
        }

        EventFile file = new(new FileStream(PathOf(number), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete), clock);
        file.Append(new Event { FileVersion = Version });
        return file;

        string PathOf(int suffix) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{suffix:D3}"));
    }

    /// <summary>The last step that a folder has a value of, or null where it has none.</summary>
    public static long? FindLastStep(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        long? last = null;
        foreach (string path in Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal))
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            foreach (Event @event in RecordFile.Read(stream).Select(Event.Parser.ParseFrom))
            {
                last = @event.WhatCase switch
                {
                    Event.WhatOneofCase.SessionLog when last >= @event.Step => @event.Step > 0 ? @event.Step - 1 : null,
                    Event.WhatOneofCase.Summary when @event.Summary.Value.Any(value => value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue) => Math.Max(last ?? 0, @event.Step),
                    _ => last,
                };
            }
        }

        return last;
    }

    /// <summary>Says that what earlier files hold from this step on is no longer true.</summary>
    public void Restart(long step) => Append(new Event { Step = step, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });

    /// <summary>Writes numbers of one step.</summary>
    public void AddNumbers(long step, IEnumerable<KeyValuePair<string, double>> numbers)
    {
        Summary summary = new();
        summary.Value.AddRange(numbers.Select(number => new Summary.Types.Value { Tag = number.Key, SimpleValue = (float)number.Value }));
        if (summary.Value.Count > 0)
        {
            Append(new Event { Step = step, Summary = summary });
        }
    }

    /// <summary>Writes a text, which TensorBoard shows as Markdown.</summary>
    public void AddText(long step, string tag, string markdown)
    {
        TensorProto tensor = new() { Dtype = StringType, TensorShape = new TensorShapeProto() };
        tensor.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 1 });
        tensor.StringVal.Add(ByteString.CopyFromUtf8(markdown));
        Summary summary = new();
        summary.Value.Add(new Summary.Types.Value
        {
            Tag = tag,
            Tensor = tensor,
            Metadata = new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = TextPlugin } },
        });
        Append(new Event { Step = step, Summary = summary });
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="png">The file.</param>
    public void AddPicture(long step, string tag, int width, int height, byte[] png)
    {
        Summary summary = new();
        summary.Value.Add(new Summary.Types.Value
        {
            Tag = tag,
            Image = new Summary.Types.Image { Width = width, Height = height, Colorspace = Colours, EncodedImageString = ByteString.CopyFrom(png) },
        });
        Append(new Event { Step = step, Summary = summary });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void Append(Event @event)
    {
        @event.WallTime = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        RecordFile.Append(_stream, @event.ToByteArray());
        _stream.Flush(flushToDisk: true);
    }
}
