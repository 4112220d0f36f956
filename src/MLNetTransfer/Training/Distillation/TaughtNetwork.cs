using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.Heads;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.Distillation;

/// <summary>
/// Student and teacher, each with all that is compared as one row: the features, and the maps inside of both networks that have the same size (<see cref="HintPoints"/>). Where the teacher has
/// another number of features or channels, the student has a linear layer for it that learns along and is dropped at the end.
/// </summary>
internal sealed class TaughtNetwork
{
    private const string ProjectionWeights = "mlnet_transfer_projection_weights";
    private const double HintWeight = 2;
    private const string ProjectionBias = "mlnet_transfer_projection_bias";

    private readonly string _features;
    private readonly string _answer;

    private TaughtNetwork(Graph student, Graph teacher, string features, string answer, int featureLength, IReadOnlyList<int> hintLengths)
    {
        Student = student;
        Teacher = teacher;
        _features = features;
        _answer = answer;
        FeatureLength = featureLength;
        HintLengths = hintLengths;
    }

    /// <summary>The student up to everything that is compared [N, values].</summary>
    public Graph Student { get; }

    /// <summary>The teacher up to everything that is compared [N, values].</summary>
    public Graph Teacher { get; }

    /// <summary>Features of the teacher, which are the first values.</summary>
    public int FeatureLength { get; }

    /// <summary>The values behind them, for each hint.</summary>
    public IReadOnlyList<int> HintLengths { get; }

    /// <summary>Puts the outputs on.</summary>
    /// <param name="student">From a picture to its features.</param>
    /// <param name="teacher">From a picture to its features.</param>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <param name="hints">Whether maps are compared besides.</param>
    /// <param name="seed">Seed of the linear layers.</param>
    public static TaughtNetwork Create(Graph student, Graph teacher, int side, bool hints, ulong seed)
    {
        teacher = Distillation.Teacher.OfAnySize(teacher);
        GraphEditor own = new(student);
        GraphEditor theirs = new(teacher);
        DeterministicRandom random = DeterministicRandom.For(seed, "projection");
        int length = Distillation.Teacher.LengthAt(teacher, side);
        int ownLength = LengthOf(student, side);
        string features = student.Outputs[0];
        string answer = features;
        if (ownLength != length)
        {
            string weights = own.Add(ProjectionWeights, Weights(random, ownLength, new Shape(ownLength, length)));
            answer = own.Add("Gemm", own.FreshName("mlnet_transfer_projection"), [features, weights, own.Add(ProjectionBias, Tensor.Create<float>(new Shape(length)))]);
        }

        List<int> lengths = [];
        if (hints)
        {
            List<string> ownParts = [answer];
            List<string> theirParts = [teacher.Outputs[0]];
            foreach ((HintPoint mine, HintPoint given) in HintPoints.Match(HintPoints.Find(student, side), HintPoints.Find(teacher, side)))
            {
                string name = own.FreshName($"mlnet_transfer_hint_{lengths.Count + 1}");
                string maps = mine.Channels == given.Channels ? mine.Value : own.Add(
                    "Conv",
                    name,
                    [mine.Value, own.Add(name + "_weights", Weights(random, mine.Channels, new Shape(given.Channels, mine.Channels, 1, 1))), own.Add(name + "_bias", Tensor.Create<float>(new Shape(given.Channels)))]);
                ownParts.Add(own.Add("Flatten", own.FreshName(name + "_row"), [maps], [new("axis", 1L)]));
                theirParts.Add(theirs.Add("Flatten", theirs.FreshName(name + "_row"), [given.Value], [new("axis", 1L)]));
                lengths.Add(given.Channels * given.Side * given.Side);
            }

            Join(own, ownParts);
            Join(theirs, theirParts);
        }
        else
        {
            own.Outputs[0] = answer;
        }

        return new TaughtNetwork(own.ToGraph(), theirs.ToGraph(), features, answer, length, lengths);
    }

    /// <summary>The loss: the features count once, the maps together twice.</summary>
    /// <param name="variances">Of each value.</param>
    public StandardisedSquareLoss Loss(IReadOnlyList<double> variances) => new(
        variances, [FeatureLength, .. HintLengths], [1, .. Enumerable.Repeat(HintWeight / Math.Max(1, HintLengths.Count), HintLengths.Count)]);

    /// <summary>A trained student up to the values that stand for the teacher's features.</summary>
    public Graph ToAnswer(Graph trained) => trained.WithOutputs(_answer);

    /// <summary>A trained student up to its own features.</summary>
    public Graph ToFeatures(Graph trained) => trained.WithOutputs(_features);

    /// <summary>The layer from the features of a trained student to those of the teacher; null where they are the same.</summary>
    public DenseLayer? Projection(Graph trained) => _answer == _features ? null : new DenseLayer(
        trained.Constants[ProjectionWeights].Shape[0],
        FeatureLength,
        ((Tensor<float>)trained.Constants[ProjectionWeights]).Span.ToArray(),
        ((Tensor<float>)trained.Constants[ProjectionBias]).Span.ToArray());

    private static void Join(GraphEditor editor, List<string> parts)
    {
        editor.Outputs.Clear();
        editor.Outputs.Add(parts.Count == 1 ? parts[0] : editor.Add("Concat", editor.FreshName("mlnet_transfer_taught"), parts, [new("axis", 1L)]));
    }

    private static int LengthOf(Graph graph, int side) => ShapeInference.Infer(graph, NominalInput.Facts(graph, side))[graph.Outputs[0]].Shape[1];

    private static Tensor<float> Weights(DeterministicRandom random, int inputs, Shape shape)
    {
        double deviation = Math.Sqrt(1.0 / inputs);
        return Tensor.From<float>(shape, Enumerable.Range(0, shape.Count).Select(_ => (float)(deviation * random.NextGaussian())).ToArray());
    }
}
