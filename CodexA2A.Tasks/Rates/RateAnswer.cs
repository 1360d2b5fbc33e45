namespace CodexA2A.Tasks.Rates;

/// <summary>What came of asking for a token.</summary>
/// <param name="Taken">True when there was one.</param>
/// <param name="Left">How many are left, at least 0; part of one counts.</param>
/// <param name="Wait">How long until there is one; zero when it was taken.</param>
public readonly record struct RateAnswer(bool Taken, double Left, TimeSpan Wait);
