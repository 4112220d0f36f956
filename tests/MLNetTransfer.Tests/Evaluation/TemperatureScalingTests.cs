using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class TemperatureScalingTests
{
    private const int Classes = 4;

    // Labels are drawn with the probabilities that the logits say at temperature 1.
    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    [InlineData(0.4)]
    public void Fit_SimulatedClassifier_FindsItsTemperatureAndCalibratesIt(double temperature)
    {
        const int Pictures = 20_000;
        (float[] honest, int[] labels) = Simulate(Pictures, 7);
        float[] logits = [.. honest.Select(logit => (float)(logit * temperature))];

        double fitted = TemperatureScaling.Fit(logits, labels, Classes);

        Assert.InRange(fitted / temperature, 0.96, 1.04);
        CalibrationReport before = Calibration(logits, labels, 1);
        CalibrationReport after = Calibration(logits, labels, fitted);
        Assert.InRange(after.ExpectedError, 0, 0.02);
        if (temperature != 1)
        {
            Assert.True(after.ExpectedError < before.ExpectedError / 4);
            Assert.True(after.BrierScore < before.BrierScore);
        }
    }

    [Fact]
    public void Fit_FewPictures_IsTheMinimumOfTheSmoothedLossOnAGrid()
    {
        const int Pictures = 120;
        (float[] logits, int[] labels) = Simulate(Pictures, 3);
        logits = [.. logits.Select(logit => 2.5f * logit)];

        double fitted = TemperatureScaling.Fit(logits, labels, Classes);

        double best = Enumerable.Range(1, 8000).Select(step => step / 1000.0).MinBy(temperature => Loss(logits, labels, temperature));
        Assert.Equal(best, fitted, 0.0011);
    }

    [Fact]
    public void Fit_AllRight_StaysAsSureAsOneMistakeMoreAllows()
    {
        const int Pictures = 200;
        float[] logits = [.. Enumerable.Range(0, Pictures).SelectMany(_ => new[] { 5f, 0f })];

        double temperature = TemperatureScaling.Fit(logits, new int[Pictures], 2);

        Assert.Equal(1 - (1.0 / (Pictures + 2)), TemperatureScaling.Probabilities([5, 0], temperature)[0], 1e-6);
    }

    [Fact]
    public void Fit_AllWrong_EndsAtTheBound()
    {
        float[] logits = [.. Enumerable.Range(0, 100).SelectMany(_ => new[] { 0f, 9f })];

        Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Fit(logits, new int[100], 2), 1e-6);
    }

    [Fact]
    public void Fit_LogitsThatSayNothing_LeavesThem() => Assert.Equal(1, TemperatureScaling.Fit(new float[300], new int[100], 3));

    [Fact]
    public void Probabilities_AnyTemperature_KeepTheOrder()
    {
        (float[] logits, _) = Simulate(50, 9);
        for (int row = 0; row < 50; row++)
        {
            float[] values = logits[(row * Classes)..((row + 1) * Classes)];
            float[] probabilities = TemperatureScaling.Probabilities(values, 2.7);
            Assert.Equal(Array.IndexOf(values, values.Max()), Array.IndexOf(probabilities, probabilities.Max()));
            Assert.Equal(1, probabilities.Sum(), 1e-6);
        }
    }

    [Fact]
    public void Fit_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, 2, 3], [0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, 2], [2], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, float.NaN], [0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([], [], 2));
    }

    private static double Loss(float[] logits, int[] labels, double temperature)
    {
        double wrongShare = 1.0 / (labels.Length + 2);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double[] scaled = [.. logits[(row * Classes)..((row + 1) * Classes)].Select(logit => logit / temperature)];
            double logarithm = Math.Log(scaled.Sum(Math.Exp));
            for (int label = 0; label < Classes; label++)
            {
                sum += (label == labels[row] ? 1 - wrongShare : wrongShare / (Classes - 1)) * (logarithm - scaled[label]);
            }
        }

        return sum / labels.Length;
    }

    private static CalibrationReport Calibration(float[] logits, int[] labels, double temperature)
    {
        EvaluationBuilder builder = new(["a", "b", "c", "d"]);
        for (int row = 0; row < labels.Length; row++)
        {
            builder.Add("", labels[row], TemperatureScaling.Probabilities(logits.AsSpan(row * Classes, Classes), temperature));
        }

        return builder.ToReport([]).Calibration!;
    }

    private static (float[] Logits, int[] Labels) Simulate(int pictures, ulong seed)
    {
        DeterministicRandom random = new(seed);
        float[] logits = new float[pictures * Classes];
        int[] labels = new int[pictures];
        for (int row = 0; row < pictures; row++)
        {
            Span<float> values = logits.AsSpan(row * Classes, Classes);
            foreach (ref float value in values)
            {
                value = 6 * random.NextSingle();
            }

            float[] probabilities = TemperatureScaling.Probabilities(values, 1);
            double draw = random.NextSingle();
            while (labels[row] < Classes - 1 && draw >= probabilities[labels[row]])
            {
                draw -= probabilities[labels[row]++];
            }
        }

        return (logits, labels);
    }
}
