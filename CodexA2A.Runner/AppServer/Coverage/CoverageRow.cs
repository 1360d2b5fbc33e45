namespace CodexA2A.Runner.AppServer.Coverage;

/// <summary>What becomes of something that Codex can say.</summary>
internal enum CoverageUse
{
    /// <summary>A client reads of it.</summary>
    Mapped,

    /// <summary>The service itself needs it; clients are not told.</summary>
    Inside,

    /// <summary>Codex is asked not to send it, or answered that nobody will take it.</summary>
    Ignored,
}

/// <summary>One thing of Codex's schema: docs/codex-coverage.md is made of these.</summary>
/// <param name="Name">The method, or the type of an item.</param>
/// <param name="Use">What becomes of it.</param>
/// <param name="Text">Into what it is mapped, what it is needed for, or why it is ignored.</param>
internal sealed record CoverageRow(string Name, CoverageUse Use, string Text)
{
    /// <summary>A client reads of it as <paramref name="text"/>.</summary>
    public static CoverageRow Mapped(string name, string text) => new(name, CoverageUse.Mapped, text);

    /// <summary>It is needed for <paramref name="text"/>.</summary>
    public static CoverageRow Inside(string name, string text) => new(name, CoverageUse.Inside, text);

    /// <summary>It is ignored because of <paramref name="text"/>.</summary>
    public static CoverageRow Ignored(string name, string text) => new(name, CoverageUse.Ignored, text);
}
