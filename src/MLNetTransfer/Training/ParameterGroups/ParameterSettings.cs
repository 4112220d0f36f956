namespace MLNetTransfer.Training.ParameterGroups;

/// <summary>Gives each parameter its share of the learning rate and its weight decay.</summary>
public static class ParameterSettings
{
    /// <summary>Applies the rules, in the order of the parameters.</summary>
    /// <param name="parameters">The parameters that train; none twice.</param>
    /// <param name="rules">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A rule is out of range, or two parameters have one name.</exception>
    public static IReadOnlyList<ParameterSetting> Of(IReadOnlyList<Parameter> parameters, ParameterRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        rules ??= new ParameterRules();
        rules.Validate();
        int top = parameters.Count == 0 ? 0 : parameters.Max(parameter => parameter.Depth);
        HashSet<string> names = new(StringComparer.Ordinal);
        List<ParameterSetting> settings = [];
        foreach (Parameter parameter in parameters)
        {
            if (!names.Add(parameter.Name))
            {
                throw new ArgumentException($"Two parameters are called '{parameter.Name}'; expected are names that differ.", nameof(parameters));
            }

            double factor = (parameter.IsHead ? rules.HeadFactor : 1) * Math.Pow(rules.DepthDecay, top - parameter.Depth);
            bool decays = parameter.Kind == ParameterKind.Weight || rules.DecaysBiasesAndNormalizations;
            settings.Add(new ParameterSetting(parameter, factor, decays ? rules.WeightDecay : 0));
        }

        return settings;
    }
}
