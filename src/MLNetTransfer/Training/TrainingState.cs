using System.Globalization;

namespace MLNetTransfer.Training;

/// <summary>What a part of training must know to go on where it stopped: an optimizer, a running average.</summary>
/// <param name="Steps">Number of steps taken.</param>
/// <param name="Arrays">Numbers by name. Those that a running part gives out are its own memory, not copies: write them before the next step.</param>
public sealed record TrainingState(long Steps, IReadOnlyList<NamedNumbers> Arrays)
{
    /// <summary>Copies the arrays into memory of the same names and lengths.</summary>
    /// <exception cref="ArgumentException">A name is missing, is not expected, or has another length; nothing is copied then.</exception>
    internal void CopyTo(IReadOnlyList<(string Name, Memory<float> Target)> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Steps);
        Dictionary<string, ReadOnlyMemory<float>> found = new(StringComparer.Ordinal);
        foreach (NamedNumbers array in Arrays)
        {
            if (!found.TryAdd(array.Name, array.Values))
            {
                throw new ArgumentException($"The saved state holds '{array.Name}' twice; it is damaged.");
            }
        }

        foreach ((string name, Memory<float> target) in targets)
        {
            if (!found.TryGetValue(name, out ReadOnlyMemory<float> values))
            {
                throw new ArgumentException($"The saved state lacks '{name}'; it is of another network or another optimizer.");
            }

            if (values.Length != target.Length)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"The saved state has {values.Length} numbers of '{name}', expected are {target.Length}; it is of another network."));
            }
        }

        if (found.Count != targets.Count)
        {
            string unknown = found.Keys.First(name => targets.All(target => target.Name != name));
            throw new ArgumentException($"The saved state holds '{unknown}', which is not part of this run; it is of another network or another optimizer.");
        }

        foreach ((string name, Memory<float> target) in targets)
        {
            found[name].CopyTo(target);
        }
    }
}
