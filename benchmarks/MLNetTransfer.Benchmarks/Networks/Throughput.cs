using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Benchmarks.Networks;

/// <summary>Pictures a second of a whole network, for comparison with other engines (benchmarks/peers/compare.sh).</summary>
internal static class Throughput
{
    private const int Repetitions = 5;
    private const int ProfiledRuns = 10;

    private const string Usage = """
        usage: throughput [--network resnet18|resnet34|resnet50|mobilenetv2] [--size 224] [--batch 32] [--what forward|step]
                          [--normalization batch|fixed] [--segments 1] [--part PICTURES] [--threads 2] [--turns | --profile]
        Prints the pictures a second of the median of 5 runs, and for a step the memory of its values. --segments computes values again on the way back,
        --part works a batch off in parts.
        With --turns it reads numbers of runs from its input, one a line, and prints the seconds
        that they took together, so that several programs can take turns. With --profile it prints where the time goes (forward: the batch as one).
        """;

    /// <summary>Measures as the arguments say.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments, TextReader input, TextWriter output, TextWriter errors)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal)
        {
            ["--network"] = "resnet18",
            ["--size"] = "224",
            ["--batch"] = "32",
            ["--what"] = "forward",
            ["--normalization"] = "batch",
            ["--threads"] = "2",
            ["--segments"] = "1",
            ["--part"] = "",
        };
        bool inTurns = false;
        bool withProfile = false;
        for (int index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--turns")
            {
                inTurns = true;
            }
            else if (arguments[index] == "--profile")
            {
                withProfile = true;
            }
            else if (options.ContainsKey(arguments[index]) && index + 1 < arguments.Length)
            {
                options[arguments[index]] = arguments[++index];
            }
            else
            {
                return Refuse(errors, $"'{arguments[index]}' is not known or has no value.");
            }
        }

        bool areNumbers = TryNumber(options["--size"], out int side) & TryNumber(options["--batch"], out int batch) & TryNumber(options["--threads"], out int threads)
            & TryNumber(options["--segments"], out int segments) & TryNumber(options["--part"].Length == 0 ? options["--batch"] : options["--part"], out int part);
        if (!areNumbers || !NetworkCase.IsKnown(options["--network"]) || options["--what"] is not ("forward" or "step") || options["--normalization"] is not ("batch" or "fixed")
            || batch > NetworkCase.Classes)
        {
            return Refuse(errors, $"A value is none that is expected: {string.Join(' ', options.Select(option => $"{option.Key} {option.Value}"))}.");
        }

        using WorkerPool pool = new(threads);
        NetworkCase network = new(options["--network"], side, batch);
        StepRun? step = options["--what"] == "step" ? new StepRun(network, options["--normalization"] == "batch", pool, segments, part) : null;
        ForwardRun? forward = step is null ? new ForwardRun(network, pool) : null;
        Action work = forward is null ? step!.Run : forward.Run;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{CountParameters(network)} parameters, {KernelSelection.Level}, {threads} threads"));
        output.Flush();
        if (withProfile)
        {
            Time(work, 2);
            (forward?.Profile(pool, ProfiledRuns) ?? step!.Profile(pool, ProfiledRuns)).Print(output);
        }
        else if (inTurns)
        {
            TakeTurns(work, input, output);
        }
        else
        {
            Time(work, 2);
            double[] seconds = [.. Enumerable.Range(0, Repetitions).Select(_ => Time(work, 1)).Order()];
            string memory = step is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {step.Bytes >> 20} MiB");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batch / seconds[Repetitions / 2]:F1} pictures/s{memory}"));
        }

        return 0;
    }

    private static void TakeTurns(Action work, TextReader input, TextWriter output)
    {
        while (input.ReadLine() is string line && TryNumber(line, out int runs))
        {
            output.WriteLine(Time(work, runs).ToString("R", CultureInfo.InvariantCulture));
            output.Flush();
        }
    }

    private static double Time(Action work, int runs)
    {
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long CountParameters(NetworkCase network)
    {
        Graphs.Graph graph = network.Build();
        return NetworkParameters.Find(graph).Sum(parameter => (long)graph.Constants[parameter.Name].Shape.Count);
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static int Refuse(TextWriter errors, string message)
    {
        errors.WriteLine(message);
        errors.WriteLine(Usage);
        return 2;
    }
}
