using System.Globalization;
using CodexA2A.ScriptedModel.Requests;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>The values of a scenario's parameters: what the message gave, else the defaults.</summary>
internal sealed class Arguments
{
    private readonly ScenarioDefinition scenario;
    private readonly IReadOnlyDictionary<string, string> given;

    /// <exception cref="BadRequestException">A value has no parameter.</exception>
    public Arguments(ScenarioDefinition scenario, IReadOnlyDictionary<string, string> given, string body)
    {
        this.scenario = scenario;
        this.given = given;
        Body = body;
        foreach (var key in given.Keys.Where(key => scenario.Parameters.All(parameter => parameter.Name != key)))
        {
            var known = scenario.Parameters.Count == 0 ? "none" : string.Join(", ", scenario.Parameters.Select(p => p.Name));
            throw Wrong($"Scenario '{scenario.Name}' has no parameter '{key}'; it has: {known}.");
        }
    }

    /// <summary>The lines after the first, which many scenarios take as their text, command or patch.</summary>
    public string Body { get; }

    public string Text(string name) =>
        given.TryGetValue(name, out var value) ? value : scenario.Parameters.First(p => p.Name == name).Default;

    /// <summary>The body if there is one, else the parameter.</summary>
    public string BodyOr(string name) => Body.Length > 0 ? Body : Text(name);

    /// <summary>The parameter's text, or null if it is empty.</summary>
    public string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => Text(name) switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        var other => throw Wrong($"'{name}' must be true or false, not '{other}'."),
    };

    public int Number(string name, int max = 10_000_000) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw Wrong($"'{name}' must be a whole number from 0 to {max}, not '{Text(name)}'.");

    /// <summary>A time given in milliseconds, at most an hour.</summary>
    public TimeSpan Milliseconds(string name) => TimeSpan.FromMilliseconds(Number(name, 3_600_000));

    private static BadRequestException Wrong(string message) => new("bad_scenario", message);
}
