using System.Numerics;

namespace MLNetTransfer.Operators;

/// <summary>The gradient of a normalisation of rows, which takes one sum over each row.</summary>
internal interface ISoftmaxGradient
{
    /// <summary>What an element adds to the sum of its row.</summary>
    static abstract Vector<float> Term(Vector<float> output, Vector<float> gradient);

    /// <summary>The gradient of an element of the input.</summary>
    static abstract Vector<float> Result(Vector<float> output, Vector<float> gradient, Vector<float> sum);
}
