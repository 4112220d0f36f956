using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>
/// Where the time of a training step goes: by kind of operator, by kernel, and the costliest single steps. Each step and pass counts with the shortest time that it took in
/// any run, so that what disturbs a run now and then does not count.
/// </summary>
internal sealed class StepProfile : IStepObserver, IPassObserver
{
    private const int Listed = 20;
    private const string Rest = "loss, optimizer, copies";

    private readonly List<PassTime> _pending = [];
    private readonly List<StepTime> _steps = [];
    private int _step;
    private double _whole = double.PositiveInfinity;

    /// <summary>Notes a run.</summary>
    public void Note(Action run)
    {
        _step = 0;
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        run();
        TimeSpan whole = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        _whole = Math.Min(_whole, whole.TotalMilliseconds);
        End(Rest, "", 0, 0, isBackward: true, whole - TimeSpan.FromMilliseconds(_steps.Take(_step).Sum(step => step.Last)));
    }

    public void Ran(Type body, int parts, TimeSpan elapsed) => _pending.Add(new PassTime(NameOf(body), elapsed.TotalMilliseconds));

    public void Ran(GraphNode? node, OperatorContext? context, bool isBackward, TimeSpan elapsed)
    {
        if (node is null || context is null)
        {
            End("sums of gradients", "", 0, 0, isBackward, elapsed);
            return;
        }

        Tensor output = context.Output(0);
        Tensor? input = context.InputCount > 0 ? context.OptionalInput(0) : null;
        Tensor? weights = context.InputCount > 1 ? context.OptionalInput(1) : null;
        double bytes = sizeof(float) * ((double)output.Shape.Count + (input?.Shape.Count ?? 0));
        string kind = node.Operator.Node.OperatorType;
        double multiplies = 0;
        if (weights?.Shape.Rank == 4 && input?.Shape.Rank == 4 && kind.Contains("Conv", StringComparison.Ordinal))
        {
            multiplies = (double)output.Shape.Count * weights.Shape.Count / weights.Shape[0];
            bool isDepthwise = weights.Shape[1] == 1 && input.Shape[1] > 1;
            kind = string.Create(CultureInfo.InvariantCulture, $"{(isDepthwise ? "depthwise" : "convolution")} {weights.Shape[2]}x{weights.Shape[3]}{(output.Shape[2] < input.Shape[2] ? " /2" : "")}");
        }

        End(kind, $"{node.Name} {input?.Shape} > {output.Shape}", multiplies * (isBackward ? 2 : 1), bytes * (isBackward ? 2 : 1), isBackward, elapsed);
    }

    /// <summary>Prints the tables.</summary>
    public void Print(TextWriter output)
    {
        double sum = _steps.Sum(step => step.Shortest);
        output.WriteLine(Text($"{_whole:F1} ms a step at best; sum of the shortest times {sum:F1} ms"));
        output.WriteLine(Text($"\n{"kind",-26} {"steps",5} {"forward",9} {"backward",9} {"share",6} {"GFLOP/s",8} {"GB/s",6}   (ms; bytes: inputs and outputs once, twice on the way back)"));
        foreach (IGrouping<string, StepTime> kind in _steps.GroupBy(step => step.Kind).OrderByDescending(kind => kind.Sum(step => step.Shortest)))
        {
            double time = kind.Sum(step => step.Shortest);
            double forward = kind.Where(step => !step.IsBackward).Sum(step => step.Shortest);
            output.WriteLine(Text(
                $"{kind.Key,-26} {kind.Count(),5} {forward,9:F2} {time - forward,9:F2} {time / sum,6:P1} {2e-6 * kind.Sum(step => step.Multiplies) / time,8:F1} {1e-6 * kind.Sum(step => step.Bytes) / time,6:F1}"));
        }

        output.WriteLine(Text($"\n{"kernel",-72} {"passes",6} {"ms",9} {"share",6}"));
        var passes = _steps.SelectMany(step => step.Passes.Select(pass => (Name: Text($"{step.Kind}, {(step.IsBackward ? "back" : "forward")}: {pass.Body}"), pass.Shortest))
            .Append((Name: Text($"{step.Kind}, {(step.IsBackward ? "back" : "forward")}: outside of kernels"), Shortest: step.ShortestOutside)));
        foreach (var pass in passes.GroupBy(pass => pass.Name).OrderByDescending(pass => pass.Sum(part => part.Shortest)).Take(2 * Listed))
        {
            double time = pass.Sum(part => part.Shortest);
            output.WriteLine(Text($"{pass.Key,-72} {pass.Count(),6} {time,9:F2} {time / sum,6:P1}"));
        }

        output.WriteLine(Text($"\n{"step",-88} {"ms",9} {"GFLOP/s",8} {"GB/s",6}"));
        foreach (StepTime step in _steps.OrderByDescending(step => step.Shortest).Take(Listed))
        {
            output.WriteLine(Text(
                $"{(step.IsBackward ? "back    " : "forward ") + step.Name,-88} {step.Shortest,9:F2} {2e-6 * step.Multiplies / step.Shortest,8:F1} {1e-6 * step.Bytes / step.Shortest,6:F1}"));
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;

    private void End(string kind, string name, double multiplies, double bytes, bool isBackward, TimeSpan elapsed)
    {
        if (_step == _steps.Count)
        {
            _steps.Add(new StepTime(kind, name, multiplies, bytes, isBackward));
        }

        StepTime step = _steps[_step++];
        step.Last = elapsed.TotalMilliseconds;
        step.Shortest = Math.Min(step.Shortest, step.Last);
        step.ShortestOutside = Math.Min(step.ShortestOutside, step.Last - _pending.Sum(pass => pass.Shortest));
        for (int index = 0; index < _pending.Count; index++)
        {
            if (index == step.Passes.Count)
            {
                step.Passes.Add(_pending[index]);
            }

            step.Passes[index].Shortest = Math.Min(step.Passes[index].Shortest, _pending[index].Shortest);
        }

        _pending.Clear();
    }

    private sealed class StepTime(string kind, string name, double multiplies, double bytes, bool isBackward)
    {
        public string Kind { get; } = kind;

        public string Name { get; } = name;

        public double Multiplies { get; } = multiplies;

        public double Bytes { get; } = bytes;

        public bool IsBackward { get; } = isBackward;

        public double Last { get; set; }

        public double Shortest { get; set; } = double.PositiveInfinity;

        public double ShortestOutside { get; set; } = double.PositiveInfinity;

        public List<PassTime> Passes { get; } = [];
    }

    private sealed class PassTime(string body, double shortest)
    {
        public string Body { get; } = body;

        public double Shortest { get; set; } = shortest;
    }
}
