namespace CodexA2A.Cli.Cards;

/// <summary>What became of one check of a card.</summary>
internal enum Verdict
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It cannot be told.</summary>
    Open,

    /// <summary>It does not hold.</summary>
    Wrong,
}

/// <summary>One check of a card.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Text">What was checked, for people.</param>
/// <param name="IsSignature">True for a signature, of which one must hold.</param>
internal sealed record CardFinding(Verdict Verdict, string Text, bool IsSignature = false)
{
    /// <summary>As a line: the verdict first.</summary>
    public override string ToString() => $"{Verdict switch { Verdict.Holds => "ok   ", Verdict.Open => "?    ", _ => "WRONG" }} {Text}";
}
