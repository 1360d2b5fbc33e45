using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Calls;

/// <summary>Gives every permission, or none; open questions it cannot answer.</summary>
internal sealed class FixedAnswers(bool approve) : IAnswers
{
    /// <inheritdoc/>
    public ValueTask<string?> AnswerAsync(OpenQuestion? question, CancellationToken cancellationToken) =>
        ValueTask.FromResult(question is { IsPermission: true } ? (approve ? "approve" : "deny") : null);
}
