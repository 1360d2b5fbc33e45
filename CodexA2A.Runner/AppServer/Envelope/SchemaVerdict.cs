namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>How a Codex's protocol compares with the supported one.</summary>
internal enum SchemaState
{
    /// <summary>Not compared yet, or it could not be: Codex did not say what its protocol is.</summary>
    Unknown,

    /// <summary>A build that was compared before, when this service was made.</summary>
    Known,

    /// <summary>Compared: the same in all that matters here.</summary>
    Same,

    /// <summary>Compared: something differs.</summary>
    Drifted,
}

/// <summary>The comparison. Drift of a question counts whatever it is: a person must see all that is asked, and say what is meant.</summary>
/// <param name="State">How it compares.</param>
/// <param name="Questions">Methods whose question or answer differs; Codex must not ask them.</param>
/// <param name="Elsewhere">What else differs, by kind and name: <c>notification turn/started</c>.</param>
internal sealed record SchemaVerdict(SchemaState State, IReadOnlyList<string> Questions, IReadOnlyList<string> Elsewhere)
{
    /// <summary>Nothing is known.</summary>
    public static SchemaVerdict Unknown { get; } = new(SchemaState.Unknown, [], []);

    /// <summary>A known build.</summary>
    public static SchemaVerdict Known { get; } = new(SchemaState.Known, [], []);

    /// <summary>A question that this service would misunderstand.</summary>
    public bool IsUnsafe => Questions.Count > 0;

    /// <summary>Compares; pure.</summary>
    public static SchemaVerdict Compare(SchemaShape supported, SchemaShape actual)
    {
        var questions = new SortedSet<string>(StringComparer.Ordinal);
        var elsewhere = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in supported.Lines.Keys.Union(actual.Lines.Keys))
        {
            if (supported.Lines.GetValueOrDefault(name) == actual.Lines.GetValueOrDefault(name))
                continue;
            if (name.Split(' ', 2) is [SchemaShape.Question or SchemaShape.Answer, var method])
                questions.Add(method);
            else
                elsewhere.Add(name);
        }

        return new SchemaVerdict(questions.Count + elsewhere.Count == 0 ? SchemaState.Same : SchemaState.Drifted, [.. questions], [.. elsewhere]);
    }

    /// <summary>For people: what differs, the first few by name.</summary>
    public string Summary => State switch
    {
        SchemaState.Known or SchemaState.Same => "The protocol is the supported one.",
        SchemaState.Unknown => "Codex did not say what its protocol is.",
        _ => $"The protocol differs from the supported one in {Named([.. Questions.Select(method => $"{SchemaShape.Question} {method}"), .. Elsewhere])}.",
    };

    private static string Named(IReadOnlyList<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
