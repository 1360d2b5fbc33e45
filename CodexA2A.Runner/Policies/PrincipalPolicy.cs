namespace CodexA2A.Runner.Policies;

/// <summary>What holds for the turns and commands of one principal. Pure.</summary>
internal sealed record PrincipalPolicy
{
    /// <summary>Nothing but the settings that hold for all.</summary>
    public static PrincipalPolicy None { get; } = new();

    /// <summary>One of Codex's modes, or <c>external</c>; null where <c>Codex:SandboxMode</c> holds.</summary>
    public string? SandboxMode { get; init; }

    /// <summary>When Codex asks; null where <c>Codex:ApprovalPolicy</c> holds.</summary>
    public string? ApprovalPolicy { get; init; }

    /// <summary>Models that may be named, patterns among them; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The model of who names none; null where <see cref="Models"/> is empty.</summary>
    public string? Model { get; init; }

    /// <summary>Whether a model may be used.</summary>
    public bool Allows(string model) => Models.Count == 0 || Models.Any(pattern => Matches(pattern, model));

    /// <summary>What a row says, and for the rest what that of all principals says.</summary>
    /// <param name="own">The principal's row.</param>
    /// <param name="all">The row <c>*</c>.</param>
    /// <param name="model"><c>Codex:Model</c>.</param>
    public static PrincipalPolicy Of(PolicyOptions? own, PolicyOptions? all, string? model)
    {
        var models = own is { Models.Count: > 0 } ? own.Models : all?.Models ?? [];
        return new PrincipalPolicy
        {
            SandboxMode = Text(own?.SandboxMode) ?? Text(all?.SandboxMode),
            ApprovalPolicy = Text(own?.ApprovalPolicy) ?? Text(all?.ApprovalPolicy),
            Models = [.. models],
            Model = DefaultOf([.. models], model),
        };
    }

    /// <summary>The model of who names none, of those that may be named; null where there is none.</summary>
    internal static string? DefaultOf(IReadOnlyList<string> models, string? configured) =>
        models.Count == 0 ? null
        : configured is { Length: > 0 } && models.Any(pattern => Matches(pattern, configured)) ? configured
        : models.FirstOrDefault(model => !IsPattern(model));

    private static bool IsPattern(string model) => model.Contains('*', StringComparison.Ordinal);

    private static bool Matches(string pattern, string model)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1)
        {
            return pattern == model;
        }

        var at = pieces[0].Length;
        if (!model.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = model.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return model.Length - at >= pieces[^1].Length && model.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    private static string? Text(string? setting) => setting is { Length: > 0 } ? setting : null;
}
