using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Tests.Training.Optimizers;

public sealed class NetworkOptimizerTests
{
    public static TheoryData<string> Names =>
        ["sgd", "sgd-momentum", "sgd-nesterov", "adam", "adam-constants", "adamw", "rmsprop", "rmsprop-momentum"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_TwentyGradients_FollowsPyTorch(string name)
    {
        PortableRandom random = new(11);
        Parameter parameter = new("w", Tensor.From(new Shape(13), random.NextSigned(13).AsMemory()));
        (NetworkOptimizer optimizer, double rate) = Make(name, parameter);
        for (int step = 0; step < 20; step++)
        {
            Draw(random, parameter);
            optimizer.Step(rate);
        }

        double[] expected = TrainingReferences.Read("optimizers").GetProperty(name).Numbers();

        // Twenty steps round some ten times each, of numbers of about 1.
        Assert.All(expected.Zip(parameter.Value.Span.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        Assert.Equal(20, optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_SavedState_GoesOnToTheSameBits(string name)
    {
        PortableRandom random = new(3);
        Parameter whole = new("w", Tensor.From(new Shape(13), random.NextSigned(13).AsMemory()));
        (NetworkOptimizer optimizer, double rate) = Make(name, whole);
        Draw(random, whole);
        optimizer.Step(rate);
        Draw(random, whole);
        optimizer.Step(rate);

        Parameter resumed = new("w", Tensor.From(new Shape(13), whole.Value.Span.ToArray().AsMemory()));
        (NetworkOptimizer other, _) = Make(name, resumed);
        other.Load(optimizer.Save());
        Draw(random, whole);
        whole.Gradient.Span.CopyTo(resumed.Gradient.Span);
        optimizer.Step(rate);
        other.Step(rate);

        Assert.Equal(3, other.Steps);
        Assert.Equal(whole.Value.Span.ToArray(), resumed.Value.Span.ToArray());
    }

    [Fact]
    public void Load_StateOfSomethingElse_SaysWhatIsWrongAndChangesNothing()
    {
        Parameter parameter = new("w", Tensor.FromValues(1f, 2f));
        SgdOptimizer optimizer = new(ParameterSettings.Of([parameter]));
        NamedNumbers good = new("w/velocity", new float[] { 1, 2 });
        (NamedNumbers[] Arrays, string Expected)[] cases =
        [
            ([], "lacks 'w/velocity'"),
            ([new NamedNumbers("w/velocity", new float[3])], "3 numbers of 'w/velocity', expected are 2"),
            ([good, new NamedNumbers("v/velocity", new float[2])], "holds 'v/velocity'"),
            ([good, good], "'w/velocity' twice"),
        ];
        Assert.All(cases, tested => Assert.Contains(
            tested.Expected, Assert.Throws<ArgumentException>(() => optimizer.Load(new TrainingState(5, tested.Arrays))).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Load(new TrainingState(-1, [good])));
        Assert.Equal(0, optimizer.Steps);
        Assert.Equal([0, 0], optimizer.Save().Arrays[0].Values.ToArray());
    }

    [Fact]
    public void Step_RulesOfParameters_ScaleRateAndDecay()
    {
        Parameter body = new("body", Tensor.FromValues(1f));
        Parameter bias = new("bias", Tensor.FromValues(1f), ParameterKind.Bias);
        Parameter head = new("head", Tensor.FromValues(1f), isHead: true);
        SgdOptimizer optimizer = new(ParameterSettings.Of([body, bias, head], new ParameterRules { WeightDecay = 0.5 }), new SgdOptions { Momentum = 0 });
        foreach (Parameter parameter in new[] { body, bias, head })
        {
            parameter.Gradient.Span.Fill(0.25f);
        }

        optimizer.Step(0.125);

        Assert.Equal(1 - (0.125f * 0.75f), body.Value.Span[0]);
        Assert.Equal(1 - (0.125f * 0.25f), bias.Value.Span[0]);
        Assert.Equal(1 - (1.25f * 0.75f), head.Value.Span[0]);
        optimizer.ClearGradients();
        Assert.Equal(0, head.Gradient.Span[0]);
    }

    [Fact]
    public void Step_TwoThreads_GivesTheSameBits()
    {
        using WorkerPool pool = new(2);
        PortableRandom random = new(7);
        Parameter one = new("w", Tensor.From(new Shape(50021), random.NextSigned(50021).AsMemory()));
        Parameter two = new("w", Tensor.From(new Shape(50021), one.Value.Span.ToArray().AsMemory()));
        AdamWOptimizer first = new(ParameterSettings.Of([one]));
        AdamWOptimizer second = new(ParameterSettings.Of([two]), pool: pool);
        for (int step = 0; step < 3; step++)
        {
            Draw(random, one);
            one.Gradient.Span.CopyTo(two.Gradient.Span);
            first.Step(0.01);
            second.Step(0.01);
        }

        Assert.Equal(one.Value.Span.ToArray(), two.Value.Span.ToArray());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    public void Step_RateOutOfRange_IsRefused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptimizer([]).Step(rate));

    [Fact]
    public void Constructor_ConstantsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptimizer([], new SgdOptions { Momentum = 1 }));
        Assert.Throws<ArgumentException>(() => new SgdOptimizer([], new SgdOptions { Momentum = 0, IsNesterov = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamOptimizer([], new AdamOptions { FirstDecay = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamOptimizer([], new AdamOptions { SecondDecay = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamWOptimizer([], new AdamOptions { Epsilon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsPropOptimizer([], new RmsPropOptions { Decay = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsPropOptimizer([], new RmsPropOptions { Momentum = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsPropOptimizer([], new RmsPropOptions { Epsilon = -1 }));
    }

    // The gradients of references.py: its sum with 0.2 is of doubles, ours of the nearest floats.
    private static void Draw(PortableRandom random, Parameter parameter)
    {
        foreach (ref float slope in parameter.Gradient.Span)
        {
            slope = (float)((2.0 * random.NextSingle()) - 1 + 0.2);
        }
    }

    private static (NetworkOptimizer Optimizer, double Rate) Make(string name, Parameter parameter) => name switch
    {
        "sgd" => (new SgdOptimizer(Settings(parameter, 0.01), new SgdOptions { Momentum = 0 }), 0.05),
        "sgd-momentum" => (new SgdOptimizer(Settings(parameter, 0.01)), 0.05),
        "sgd-nesterov" => (new SgdOptimizer(Settings(parameter, 0.02), new SgdOptions { Momentum = 0.8, IsNesterov = true }), 0.05),
        "adam" => (new AdamOptimizer(Settings(parameter, 0.05)), 0.03),
        "adam-constants" => (new AdamOptimizer(Settings(parameter, 0), new AdamOptions { FirstDecay = 0.8, SecondDecay = 0.95, Epsilon = 1e-3 }), 0.03),
        "adamw" => (new AdamWOptimizer(Settings(parameter, 0.3)), 0.03),
        "rmsprop" => (new RmsPropOptimizer(Settings(parameter, 0.02)), 0.01),
        "rmsprop-momentum" => (new RmsPropOptimizer(Settings(parameter, 0), new RmsPropOptions { Decay = 0.9, Momentum = 0.7, Epsilon = 1e-4 }), 0.005),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static IReadOnlyList<ParameterSetting> Settings(Parameter parameter, double weightDecay) =>
        ParameterSettings.Of([parameter], new ParameterRules { WeightDecay = weightDecay });
}
