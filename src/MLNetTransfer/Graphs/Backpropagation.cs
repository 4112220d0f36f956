using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Plans the way back through a <see cref="ForwardPass"/>: from the gradients of the outputs to those of the parameters, node by node in reverse. Gradients share the arena
/// with the values of the forward pass; a gradient that is passed on unchanged is one piece of memory under several names, and one that comes from several readers is
/// summed by the operator that brings the later part, or by a step of its own.
/// </summary>
internal sealed class Backpropagation
{
    private readonly ForwardPass _forward;
    private readonly Dictionary<string, PlannedValue> _parameterGradients;
    private readonly Dictionary<string, PlannedValue> _gradients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedValue> _outputs = new(StringComparer.Ordinal);
    private readonly List<BackwardDraft> _drafts = [];

    private Backpropagation(ForwardPass forward, IReadOnlyDictionary<string, Tensor<float>> parameterGradients)
    {
        _forward = forward;
        _parameterGradients = parameterGradients.ToDictionary(
            gradient => gradient.Key,
            gradient => new PlannedValue(gradient.Value.Shape, gradient.Value.Format, new PlannedStorage { Tensor = gradient.Value, Reads = 1 }),
            StringComparer.Ordinal);
    }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<BackwardDraft> Drafts => _drafts;

    /// <summary>Where the gradients of the outputs of the graph are expected.</summary>
    public IReadOnlyDictionary<string, PlannedValue> Outputs => _outputs;

    // The loss stands between the last step forward and the first one back.
    private int LossStep => _forward.Steps.Count;

    private int Now => LossStep + 1 + _drafts.Count;

    /// <summary>Plans the way back.</summary>
    /// <param name="forward">The way there.</param>
    /// <param name="outputs">The outputs of the graph, contiguous.</param>
    /// <param name="parameterGradients">One tensor a parameter, which its gradient is added to.</param>
    public static Backpropagation Plan(ForwardPass forward, IReadOnlyList<string> outputs, IReadOnlyDictionary<string, Tensor<float>> parameterGradients)
    {
        Backpropagation plan = new(forward, parameterGradients);
        foreach (string output in outputs)
        {
            PlannedValue gradient = plan.Allocate(forward.Fact(output), MemoryFormat.Contiguous, plan.LossStep);
            plan._outputs[output] = gradient;
            plan.Own(output, gradient);
        }

        for (int index = forward.Segments.Count - 1; index >= 0; index--)
        {
            ForwardSegment segment = forward.Segments[index];
            foreach (TracedNode node in (index == forward.Segments.Count - 1 ? segment.Trace : plan.Repeat(segment)).Reverse())
            {
                plan.Draft(node);
            }
        }

        return plan;
    }

    // What the way back reads of a segment is computed again, into memory of its own; the nodes are those of the segment with these places.
    private TracedNode[] Repeat(ForwardSegment segment)
    {
        SegmentRepeat repeat = new(segment);
        Dictionary<int, TracedNode> repeated = [];
        foreach (TracedNode step in segment.Steps)
        {
            bool isNeeded = repeat.IsNeeded(step);
            TracedNode again = _forward.Repeat(isNeeded ? repeat.Place(step, storage => _forward.Memory.AllocateLike(storage, Now)) : repeat.Place(step, null));
            repeated[step.Step] = again;
            if (isNeeded)
            {
                Add(new RepeatDraft(again), [.. again.Inputs.Select(input => input as PlannedValue), .. again.Outputs]);
            }
        }

        return [.. segment.Trace.Select(node => node.Step < 0 ? repeat.Place(node, null) : repeated[node.Step])];
    }

    private void Draft(TracedNode node)
    {
        if (!node.Wanted.Contains(true))
        {
            return;
        }

        PlannedValue?[] given = [.. node.Outputs.Select((output, index) => output is null ? null : Take(node.Node.Outputs[index], output.Format))];
        if (given.All(gradient => gradient is null))
        {
            return;
        }

        if (node.Step < 0)
        {
            Pass(node, 0, given[0]!);
            return;
        }

        int[] passed = [.. Inputs(node).Where(index => given[0] is not null && node.Node.Operator.PassesGradient(index, node.Facts))];
        foreach (int index in passed)
        {
            Pass(node, index, given[0]!);
        }

        int[] computed = [.. Inputs(node).Except(passed)];
        if (computed.Length > 0)
        {
            DraftOperator(node, given, computed);
        }
    }

    private void DraftOperator(TracedNode node, PlannedValue?[] given, int[] computed)
    {
        Operator value = node.Node.Operator;
        PlannedValue?[] targets = new PlannedValue?[node.Inputs.Length];
        PlannedValue?[] priors = new PlannedValue?[node.Inputs.Length];
        bool mayOverwrite = given[0] is { Storage: { Tensor: null, Reads: 0 } } && given.Skip(1).All(other => other?.Storage != given[0]!.Storage);
        List<int> summed = [];
        foreach (int index in computed)
        {
            string name = node.Node.Inputs[index];
            PlannedValue input = (PlannedValue)node.Inputs[index]!;
            bool same = mayOverwrite && input.Shape == given[0]!.Shape && input.Format == given[0]!.Format;
            if (Existing(name) is not null)
            {
                priors[index] = value.AddsPrior(index) && computed.Count(other => node.Node.Inputs[other] == name) == 1 ? InFormat(name, input.Format) : null;
                bool isFree = priors[index] is { Storage.Reads: 1 } prior && given.All(gradient => gradient?.Storage != prior.Storage);
                targets[index] = isFree ? priors[index] : Allocate(_forward.Fact(name), input.Format, Now);
                if (priors[index] is null)
                {
                    summed.Add(index);
                }
                else
                {
                    Own(name, targets[index]!);
                }
            }
            else
            {
                bool inPlace = same && (value.SharesGradient(index) || (value.CanRunInPlace && computed.Length == 1));
                targets[index] = inPlace ? given[0]! with { } : Allocate(_forward.Fact(name), input.Format, Now);
                Own(name, targets[index]!);
            }
        }

        BackwardNeeds needs = value.BackwardNeeds(node.Wanted);
        Add(new OperatorDraft(node, given, targets, priors, mayOverwrite, value.BackwardWorkspaceLength(node.Facts, node.Wanted)),
            [
                .. given, .. targets, .. priors,
                .. needs.Inputs.Where(index => index < node.Inputs.Length).Select(index => node.Inputs[index] as PlannedValue),
                .. needs.Outputs.Select(index => node.Outputs[index]),
            ]);
        foreach (int index in summed)
        {
            Sum(node.Node.Inputs[index], targets[index]!);
        }
    }

    // The gradient of the output is also that of the input.
    private void Pass(TracedNode node, int index, PlannedValue gradient)
    {
        PlannedValue input = (PlannedValue)node.Inputs[index]!;
        Sum(node.Node.Inputs[index], new PlannedValue(input.Shape, gradient.Format, gradient.Storage));
    }

    // Adds a part to the gradient of a value.
    private void Sum(string name, PlannedValue part)
    {
        if (Existing(name) is not PlannedValue existing)
        {
            Own(name, part);
            return;
        }

        PlannedValue addend = part.Format == existing.Format ? part : Convert(_forward.Fact(name), part, existing.Format);
        PlannedValue target = existing.Storage.Reads == 1 && existing.Storage != addend.Storage ? existing : Allocate(_forward.Fact(name), existing.Format, Now);
        Add(new SumDraft(existing, addend, target), [existing, addend, target]);
        Own(name, target);
    }

    private static IEnumerable<int> Inputs(TracedNode node) => Enumerable.Range(0, node.Wanted.Length).Where(index => node.Wanted[index]);

    private PlannedValue? Existing(string name) => _gradients.GetValueOrDefault(name) ?? _parameterGradients.GetValueOrDefault(name);

    // All readers have brought their part: the gradient leaves the table and belongs to the step that reads it.
    private PlannedValue? Take(string name, MemoryFormat format)
    {
        if (!_gradients.ContainsKey(name))
        {
            return null;
        }

        PlannedValue gradient = InFormat(name, format)!;
        _gradients.Remove(name);
        gradient.Storage.Reads--;
        return gradient;
    }

    // The gradient so far, in another format if need be; null for that of a parameter, which stays as it is.
    private PlannedValue? InFormat(string name, MemoryFormat format)
    {
        PlannedValue gradient = Existing(name)!;
        if (gradient.Format == format)
        {
            return gradient;
        }

        if (_parameterGradients.ContainsKey(name))
        {
            return null;
        }

        PlannedValue converted = Convert(_forward.Fact(name), gradient, format);
        Own(name, converted);
        return converted;
    }

    private PlannedValue Convert(TensorFact fact, PlannedValue gradient, MemoryFormat format)
    {
        if (FormatConversion.IsFree(gradient.Shape))
        {
            return gradient with { Format = format };
        }

        PlannedValue converted = Allocate(fact, format, Now);
        Add(new ConversionDraft(gradient, converted), [gradient, converted]);
        return converted;
    }

    private void Own(string name, PlannedValue gradient)
    {
        if (_parameterGradients.ContainsKey(name))
        {
            return;
        }

        gradient.Storage.Reads++;
        if (_gradients.Remove(name, out PlannedValue? before))
        {
            before.Storage.Reads--;
        }

        _gradients[name] = gradient;
    }

    private PlannedValue Allocate(TensorFact fact, MemoryFormat format, int step) => new(fact.Shape, format, _forward.Memory.Allocate(fact, format, step));

    private void Add(BackwardDraft draft, IEnumerable<PlannedValue?> values)
    {
        int step = Now;
        foreach (PlannedValue value in values.OfType<PlannedValue>())
        {
            _forward.Memory.Read(value, step);
        }

        _drafts.Add(draft);
    }
}
