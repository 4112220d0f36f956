namespace MLNetTransfer.Training.FineTuning;

/// <summary>Measures a network as it is now, without changing it.</summary>
public interface INetworkValidator
{
    /// <summary>Runs the network on the validation pictures.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken);
}
