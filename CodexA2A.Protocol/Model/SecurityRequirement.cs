namespace CodexA2A.Protocol;

/// <summary>Schemes that must all be met together (A2A 1.0, <c>SecurityRequirement</c>).</summary>
public sealed record SecurityRequirement
{
    /// <summary>Scopes by the scheme's name in the card.</summary>
    public IReadOnlyDictionary<string, StringList>? Schemes { get; init; }
}

/// <summary>A list of strings (A2A 1.0, <c>StringList</c>); <c>{}</c> on the wire when empty.</summary>
public sealed record StringList
{
    /// <summary>The strings.</summary>
    public IReadOnlyList<string>? List { get; init; }
}
