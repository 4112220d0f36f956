using System.Globalization;
using MLNetTransfer.Operators;
using MLNetTransfer.Tests.Operators.Gradients;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Keeps <c>docs/supported-operators.md</c> true.</summary>
public sealed class SupportedOperatorsPageTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Repository.PathOf("docs", "supported-operators.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void Page_Operators_AreThoseOfTheRegistry() => Assert.Equal(OperatorRegistry.Names, Rows.Select(row => row[0].Trim('`')));

    [Fact]
    public void Page_EveryRow_SaysVersionsAndTypes() => Assert.All(Rows, row =>
    {
        Assert.Equal(6, row.Length);
        Assert.Matches("^([0-9]+)( to [0-9]+)?$", row[1]);
        Assert.NotEmpty(row[2]);
        Assert.Matches("^[0-9]+/[0-9]+$", row[3]);
    });

    [PathFact(NodeTestCase.Folder, NodeTestCase.Package)]
    public void Page_CountsOfNodeTests_AreTrue()
    {
        Dictionary<string, string> expected = OperatorRegistry.Names.ToDictionary(name => name, Count);
        Assert.Equal(expected, Rows.ToDictionary(row => row[0].Trim('`'), row => row[3]));
    }

    [Fact]
    public void Page_Gradients_AreThoseOfTheOperators() =>
        Assert.Equal(OperatorRegistry.Names.ToDictionary(name => name, Gradient), Rows.ToDictionary(row => row[0].Trim('`'), row => row[4]));

    // The case with the most inputs says which of them have a gradient; that all operators with one have a case is a test of its own.
    private static string Gradient(string name)
    {
        GradientCase? widest = GradientCases.All.Values.Where(tested => tested.Node.OperatorType == name).MaxBy(tested => tested.Inputs.Length);
        if (widest is null)
        {
            return "no";
        }

        Operator tested = OperatorRegistry.Create(widest.Node);
        int[] inputs = [.. Enumerable.Range(0, widest.Inputs.Length).Where(tested.HasGradient)];
        return inputs.Length == widest.Inputs.Length && (inputs.Length > 1 || tested.HasGradient(1)) ? "all"
            : string.Create(CultureInfo.InvariantCulture, $"{(inputs.Length == 1 ? "input" : "inputs")} {string.Join(", ", inputs)}");
    }

    private static string Count(string name)
    {
        NodeTestCase[] cases = [.. NodeTestCase.Supported.Values.Where(tested => tested.Operator == name)];
        int refused = cases.Count(tested => NodeTests.Refused.ContainsKey(tested.Name));
        return string.Create(CultureInfo.InvariantCulture, $"{cases.Length - refused}/{cases.Length}");
    }
}
