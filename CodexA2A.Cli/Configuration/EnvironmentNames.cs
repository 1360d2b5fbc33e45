namespace CodexA2A.Cli.Configuration;

/// <summary>
/// Reads the environment names of the Python predecessor and the rule <c>A2A_X_Y</c> → <c>A2A:XY</c> (contracts.md §9).
/// Pure: what it is given is what it knows. Names of .NET (<c>A2A__Port</c>) are left to .NET; where both kinds set the same
/// key to different values the start fails, naming both.
/// </summary>
internal static class EnvironmentNames
{
    private static readonly string[] Prefixes = ["A2A_", "CODEX_"];

    /// <summary>Translates every name that starts with A2A_ or CODEX_; all others are nobody's business here.</summary>
    public static EnvironmentTranslation Translate(IEnumerable<KeyValuePair<string, string>> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var all = environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var result = new Builder();
        foreach (var (name, value) in all.Where(pair => pair.Key.Contains("__", StringComparison.Ordinal)))
        {
            result.Native(name, value);
        }

        // An empty value means "not set", as in the predecessor.
        foreach (var (name, value) in all.Where(pair => IsOurs(pair.Key) && pair.Value.Length > 0))
        {
            Read(result, name.ToUpperInvariant(), value);
        }

        return result.Build();
    }

    private static bool IsOurs(string name) =>
        !name.Contains("__", StringComparison.Ordinal)
        && Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static void Read(Builder result, string name, string value)
    {
        if (PredecessorNames.All.TryGetValue(name, out var known))
        {
            Apply(result, known, value);
        }
        else if (OwnNames.All.TryGetValue(name, out var key))
        {
            result.Set(name, key, value);
        }
        else
        {
            result.Warn($"{name} is not a setting of this service and is not read.");
        }
    }

    private static void Apply(Builder result, SettingName known, string value)
    {
        if (known.Keys.Count == 0)
        {
            if (known.Reason is not null)
            {
                result.Warn($"{known.Name} is ignored: {known.Reason}");
            }

            return;
        }

        var read = known.Read?.Invoke(value) ?? new SettingValue(value);
        if (read.Error is not null)
        {
            result.Fail($"{known.Name}: {read.Error}");
            return;
        }

        if (read.Warning is not null)
        {
            result.Warn($"{known.Name}: {read.Warning}");
        }

        foreach (var key in read.Value is null ? [] : known.Keys)
        {
            result.Set(known.Name, key, read.Value!, known.GoesBefore);
        }
    }

    /// <summary>Collects what is set and by whom, so that a contradiction can name both.</summary>
    private sealed class Builder
    {
        private readonly Dictionary<string, (string Name, string Value)> native = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, (string Name, string Value)> set = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> warnings = [];
        private readonly List<string> errors = [];

        public void Native(string name, string value)
        {
            var key = name.Replace("__", ":", StringComparison.Ordinal);
            native[key] = (name, value);
            if (KnownSettings.Problem(key) is { } problem)
            {
                Warn($"{name}: {problem}");
            }
        }

        public void Warn(string warning) => warnings.Add(warning);

        public void Fail(string error) => errors.Add(error);

        public void Set(string name, string key, string value, string? goesBefore = null)
        {
            if (goesBefore is not null && set.TryGetValue(key, out var less) && less.Name == goesBefore && less.Value != value)
            {
                Warn($"{name} and {goesBefore} both set {key}; {name} goes before.");
                set.Remove(key);
            }

            if ((native.TryGetValue(key, out var other) || set.TryGetValue(key, out other)) && other.Value != value)
            {
                // Some names set two keys; the contradiction is one.
                if (!errors.Exists(error => error.StartsWith($"{other.Name} and {name} ", StringComparison.Ordinal)))
                {
                    errors.Add($"{other.Name} and {name} both set {key}, to different values; remove one of them.");
                }

                return;
            }

            set.TryAdd(key, (name, value));
        }

        public EnvironmentTranslation Build() => new(
            set.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.Value, StringComparer.OrdinalIgnoreCase),
            native.Concat(set).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.Last().Value.Name, StringComparer.OrdinalIgnoreCase),
            warnings,
            errors);
    }
}
