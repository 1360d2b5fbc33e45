using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>A scenario: its name, its parameters, and the function from a request to the steps of one reply.</summary>
/// <param name="Name">What follows the <c>#</c>.</param>
/// <param name="Summary">One line for the list of scenarios.</param>
/// <param name="Parameters">What a message may set.</param>
/// <param name="Play">The steps of the reply. It keeps nothing between calls: the round tells how far the turn is.</param>
internal sealed record ScenarioDefinition(
    string Name, string Summary, IReadOnlyList<Parameter> Parameters, Func<Scene, IEnumerable<Step>> Play)
{
    /// <summary>True if the function gives the first and last event too; else they are put around its steps.</summary>
    public bool Bare { get; init; }
}

/// <summary>A parameter of a scenario.</summary>
internal sealed record Parameter(string Name, string Default, string Summary);
