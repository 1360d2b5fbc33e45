using System.Globalization;

namespace CodexA2A.Benchmarks;

/// <summary>Options of a benchmark, as <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Arguments(IEnumerable<string> arguments)
    {
        string? name = null;
        foreach (var argument in arguments)
        {
            if (name is null)
            {
                name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : throw new ArgumentException($"{argument} is no option; write --name value.");
                continue;
            }

            _values[name] = argument;
            name = null;
        }

        if (name is not null)
        {
            throw new ArgumentException($"--{name} has no value.");
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>True where it is given as <c>true</c>.</summary>
    public bool Flag(string name) => _values.GetValueOrDefault(name) is { } value && bool.Parse(value);

    /// <summary>Settings of the service, given as <c>NAME=VALUE;NAME=VALUE</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings(string name) =>
        _values.GetValueOrDefault(name, "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public IReadOnlyList<int> Numbers(string name, string otherwise) =>
        [.. _values.GetValueOrDefault(name, otherwise).Split(',').Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
}
