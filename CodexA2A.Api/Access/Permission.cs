namespace CodexA2A.Api.Access;

/// <summary>What an operation asks of its caller.</summary>
/// <param name="Operation">Its name: of A2A 1.0, of A2A 0.3 or of an extension, the same in every binding; else a path.</param>
/// <param name="Asks">The capability, one.</param>
/// <param name="Writes">True when it changes something or has the agent do so; such calls are audited.</param>
internal sealed record Permission(string Operation, Capability Asks, bool Writes);
