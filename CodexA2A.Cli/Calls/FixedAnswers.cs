using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Calls;

/// <summary>Gives every permission, or none; open questions it cannot answer.</summary>
internal sealed class FixedAnswers(bool approve) : IAnswers
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Part>?> AnswerAsync(OpenQuestion? question, string? refusal, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Part>?>(
            refusal is null && question is { Kind: not QuestionKind.Words } ? [Part.FromText(approve ? "approve" : "deny")] : null);
}
