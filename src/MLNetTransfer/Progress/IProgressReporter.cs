namespace MLNetTransfer.Progress;

/// <summary>Where long work says how far it is. Implementations may be called from several threads at once.</summary>
public interface IProgressReporter
{
    /// <summary>Begins a piece of work; disposing of the result ends it.</summary>
    /// <param name="title">What is being done, such as <c>Features</c>.</param>
    /// <param name="total">How many units there are in all; 0 where that is not known.</param>
    /// <param name="unit">What is counted, in the plural, such as <c>pictures</c>; <c>bytes</c> is shown as sizes.</param>
    IProgressTask Start(string title, long total, string unit);

    /// <summary>Says something that the user wants to know.</summary>
    void Info(string line);

    /// <summary>Says something that the user should look into, although the work goes on.</summary>
    void Warn(string line);
}
