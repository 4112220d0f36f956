namespace MLNetTransfer.Progress;

/// <summary>A piece of work under way. Disposing of it ends it, finished or not. Members may be called from several threads at once.</summary>
public interface IProgressTask : IDisposable
{
    /// <summary>Says that units are done.</summary>
    /// <param name="by">How many, 0 or more.</param>
    void Advance(long by = 1);

    /// <summary>Replaces the text that stands beside the count, such as the present loss.</summary>
    void Detail(string text);
}
