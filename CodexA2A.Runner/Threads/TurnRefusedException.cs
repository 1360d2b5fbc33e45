namespace CodexA2A.Runner.Threads;

/// <summary>What a turn asks for is nothing that this Codex has; the turn does not start.</summary>
/// <param name="code">The reason word, for example <c>MODEL_UNKNOWN</c>.</param>
/// <param name="message">What is wrong and what to ask for instead, fit for clients.</param>
internal sealed class TurnRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The reason word.</summary>
    public string Code { get; } = code;
}
