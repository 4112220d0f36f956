namespace MLNetTransfer.Training.ParameterGroups;

/// <summary>A parameter with what the rules give it.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="RateFactor">What the learning rate of a step is multiplied by.</param>
/// <param name="WeightDecay">Its weight decay, 0 for none.</param>
public sealed record ParameterSetting(Parameter Parameter, double RateFactor, double WeightDecay);
