using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>A repeatable graph of operators in random order: branches, views, in-place chains, several outputs, values of rank 4, 3 and 2.</summary>
internal sealed class RandomGraph
{
    private const int Side = 6;

    private readonly Random _random;
    private readonly GraphEditor _editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(4), GraphSamples.Of(Side), GraphSamples.Of(Side));
    private readonly List<(string Name, int Channels)> _pictures = [("x", 4)];
    private readonly List<string> _others = [];
    private int _count;

    private RandomGraph(int seed)
    {
        _random = new Random(seed);
    }

    public static Graph Create(int seed, int nodes)
    {
        RandomGraph random = new(seed);
        for (int index = 0; index < nodes; index++)
        {
            random.Grow();
        }

        // The last value, and some from within, so that not all memory may be used again.
        string[] values = [random._pictures[^1].Name, .. random._others.TakeLast(1), random._pictures[random._random.Next(random._pictures.Count)].Name];
        return random._editor.ToGraph([.. values.Distinct()]);
    }

    private void Grow()
    {
        (string name, int channels) = Pick();
        string node = $"n{_count++}";
        switch (_random.Next(14))
        {
            case 0 or 1:
                int to = _random.Next(1, 9);
                _pictures.Add((_editor.Conv(node, name, _random.Next(), channels, to, 3, _random.Next(2) == 0), to));
                break;
            case 2:
                _pictures.Add((_editor.Conv(node, name, _random.Next(), channels, channels, 3, false, channels), channels));
                break;
            case 3:
                _pictures.Add((_editor.BatchNormalization(node, name, _random.Next(), channels), channels));
                break;
            case 4:
                _pictures.Add((_editor.Add("Relu", node, [name]), channels));
                break;
            case 5:
                _pictures.Add((_editor.Add("LeakyRelu", node, [name], [new("alpha", 0.2f)]), channels));
                break;
            case 6:
                _pictures.Add((_editor.Add(_random.Next(2) == 0 ? "Sigmoid" : "HardSigmoid", node, [name]), channels));
                break;
            case 7 or 8:
                Join(node, name, channels);
                break;
            case 9:
                (string other, int otherChannels) = Pick();
                _pictures.Add((_editor.Add("Concat", node, [name, other], [new("axis", 1L)]), channels + otherChannels));
                break;
            case 10:
                _pictures.Add((_editor.Add("MaxPool", node, [name], [new("kernel_shape", new[] { 3L, 3L }), new("pads", new[] { 1L, 1L, 1L, 1L })]), channels));
                break;
            case 11:
                _editor.Add($"{node}_shape", Tensor.FromValues(0L, (long)channels, Side * Side));
                _others.Add(_editor.Add("Reshape", node, [name, $"{node}_shape"]));
                if (_random.Next(2) == 0)
                {
                    _editor.Add($"{node}_back", Tensor.FromValues(0L, (long)channels, Side, Side));
                    _pictures.Add((_editor.Add("Reshape", $"{node}_picture", [node, $"{node}_back"]), channels));
                }

                break;
            case 12:
                string pooled = _editor.Add("GlobalAveragePool", $"{node}_pool", [name]);
                _others.Add(_editor.Add("Flatten", node, [pooled]));
                _pictures.Add((_editor.Add("Mul", $"{node}_scaled", [name, pooled]), channels));
                break;
            default:
                _pictures.Add((_editor.Add("Mul", node, [name, _editor.Random($"{node}_c", _random.Next(), 1, channels, 1, 1)]), channels));
                break;
        }
    }

    private void Join(string node, string name, int channels)
    {
        (string Name, int Channels)[] fitting = [.. _pictures.Where(picture => picture.Channels == channels)];
        string operatorType = _random.Next(2) == 0 ? "Add" : "Sub";
        _pictures.Add((_editor.Add(operatorType, node, [name, fitting[_random.Next(fitting.Length)].Name]), channels));
    }

    // Mostly recent ones, so that chains grow, sometimes old ones, so that memory is kept.
    private (string Name, int Channels) Pick() => _random.Next(3) > 0 ? _pictures[^1] : _pictures[_random.Next(_pictures.Count)];
}
