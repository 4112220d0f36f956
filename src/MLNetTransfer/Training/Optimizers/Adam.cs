using System.Numerics;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1, with correction of the bias towards zero), with the decoupled weight decay of
/// Loshchilov and Hutter ("Decoupled Weight Decay Regularization", 2019) where one is asked for. Keeps the moments of one group of parameters.
/// </summary>
public sealed class Adam
{
    private readonly AdamOptions _options;
    private readonly float[] _first;
    private readonly float[] _second;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="parameterCount">Number of parameters, from 0.</param>
    /// <param name="options">The constants; null for the defaults.</param>
    public Adam(int parameterCount, AdamOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        _options = options ?? new AdamOptions();
        _options.Validate();
        _first = new float[parameterCount];
        _second = new float[parameterCount];
    }

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Running mean of the gradient, one number a parameter.</summary>
    public ReadOnlySpan<float> FirstMoments => _first;

    /// <summary>Running mean of the squared gradient, one number a parameter.</summary>
    public ReadOnlySpan<float> SecondMoments => _second;

    /// <summary>Goes on from saved moments.</summary>
    /// <exception cref="ArgumentException">The lengths are not those of the parameters, or the number of steps is negative.</exception>
    public void Restore(long steps, ReadOnlySpan<float> firstMoments, ReadOnlySpan<float> secondMoments)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        CheckLength(firstMoments.Length, nameof(firstMoments));
        CheckLength(secondMoments.Length, nameof(secondMoments));
        Steps = steps;
        firstMoments.CopyTo(_first);
        secondMoments.CopyTo(_second);
    }

    /// <summary>Moves the parameters one step.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">The derivative by each parameter; not changed.</param>
    /// <param name="learningRate">Length of the step.</param>
    /// <param name="weightDecay">Share of each parameter that is taken off for each unit of learning rate; 0 for none.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the parameters.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float learningRate, float weightDecay = 0)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradient.Length, nameof(gradient));
        Steps++;
        float firstDecay = _options.FirstDecay;
        float secondDecay = _options.SecondDecay;
        float epsilon = _options.Epsilon;
        float rate = (float)(learningRate / (1 - Math.Pow(firstDecay, Steps)));
        float secondCorrection = (float)(1 / (1 - Math.Pow(secondDecay, Steps)));
        float keep = 1 - (learningRate * weightDecay);
        int width = Vector<float>.Count;
        int index = 0;
        for (; index <= parameters.Length - width; index += width)
        {
            Vector<float> slope = new(gradient[index..]);
            Vector<float> first = (firstDecay * new Vector<float>(_first, index)) + ((1 - firstDecay) * slope);
            Vector<float> second = (secondDecay * new Vector<float>(_second, index)) + ((1 - secondDecay) * slope * slope);
            first.CopyTo(_first, index);
            second.CopyTo(_second, index);
            Vector<float> root = Vector.SquareRoot(second * secondCorrection) + new Vector<float>(epsilon);
            Vector<float> moved = (keep * new Vector<float>(parameters[index..])) - (rate * first / root);
            moved.CopyTo(parameters[index..]);
        }

        for (; index < parameters.Length; index++)
        {
            float slope = gradient[index];
            _first[index] = (firstDecay * _first[index]) + ((1 - firstDecay) * slope);
            _second[index] = (secondDecay * _second[index]) + ((1 - secondDecay) * slope * slope);
            parameters[index] = (keep * parameters[index]) - (rate * _first[index] / (MathF.Sqrt(_second[index] * secondCorrection) + epsilon));
        }
    }

    private void CheckLength(int length, string name)
    {
        if (length != _first.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {length} numbers for {_first.Length} parameters."), name);
        }
    }
}
