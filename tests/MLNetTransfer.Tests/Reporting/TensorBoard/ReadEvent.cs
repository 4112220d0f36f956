namespace MLNetTransfer.Tests.Reporting.TensorBoard;

/// <summary>An event as <see cref="EventReader"/> finds it.</summary>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Step">The step.</param>
/// <param name="Version">Of the file, in its first event.</param>
/// <param name="IsRestart">Whether it begins the log again from its step.</param>
/// <param name="Numbers">Scalars by tag.</param>
/// <param name="Texts">Texts by tag.</param>
/// <param name="Pictures">PNG files by tag.</param>
internal sealed record ReadEvent(
    double WallTime,
    long Step,
    string? Version,
    bool IsRestart,
    IReadOnlyDictionary<string, float> Numbers,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, byte[]> Pictures)
{
    public static ReadEvent Parse(byte[] message)
    {
        double wallTime = 0;
        long step = 0;
        string? version = null;
        bool isRestart = false;
        Dictionary<string, float> numbers = [];
        Dictionary<string, string> texts = [];
        Dictionary<string, byte[]> pictures = [];
        foreach ((int number, byte[] content) in EventReader.Fields(message))
        {
            switch (number)
            {
                case 1:
                    wallTime = BitConverter.ToDouble(content);
                    break;
                case 2:
                    step = BitConverter.ToInt64(content);
                    break;
                case 3:
                    version = EventReader.Text(content);
                    break;
                case 5:
                    foreach ((_, byte[] value) in EventReader.Fields(content))
                    {
                        Add(value);
                    }

                    break;
                case 7:
                    isRestart = EventReader.Fields(content).Single() is (1, [1, ..]);
                    break;
                default:
                    throw new InvalidOperationException($"Field {number} is none of an event.");
            }
        }

        return new ReadEvent(wallTime, step, version, isRestart, numbers, texts, pictures);

        void Add(byte[] value)
        {
            Dictionary<int, byte[]> fields = EventReader.Fields(value).ToDictionary(field => field.Number, field => field.Content);
            string tag = EventReader.Text(fields[1]);
            if (fields.TryGetValue(2, out byte[]? simple))
            {
                numbers.Add(tag, BitConverter.ToSingle(simple));
            }

            if (fields.TryGetValue(4, out byte[]? image))
            {
                pictures.Add(tag, EventReader.Fields(image).Single(field => field.Number == 4).Content);
            }

            if (fields.TryGetValue(8, out byte[]? tensor))
            {
                byte[] plugin = EventReader.Fields(fields[9]).Single(field => field.Number == 1).Content;
                Assert.Equal("text", EventReader.Text(EventReader.Fields(plugin).Single(field => field.Number == 1).Content));
                Assert.Equal(7, EventReader.Fields(tensor).Single(field => field.Number == 1).Content[0]);
                texts.Add(tag, EventReader.Text(EventReader.Fields(tensor).Single(field => field.Number == 8).Content));
            }
        }
    }
}
