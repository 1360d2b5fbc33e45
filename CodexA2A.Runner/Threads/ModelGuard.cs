using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Holds the model that a turn names against those that Codex offers (<c>model/list</c>), before the turn starts: Codex itself takes any
/// name and fails at the provider. What it offers does not change in the life of a process.
/// </summary>
internal sealed class ModelGuard(ThreadSpecs specs)
{
    private const int MaxPages = 20;
    private const int MaxNamed = 20;

    private readonly Lock _gate = new();
    private (AppServerClient Client, IReadOnlyList<CodexModel> Models)? _known;

    /// <summary>Refuses a model that Codex does not offer, and an effort that the model does not take. A request that names no model is never refused.</summary>
    /// <exception cref="TurnRefusedException">With the models there are.</exception>
    /// <exception cref="AppServerException">Codex cannot be asked.</exception>
    public async Task CheckAsync(AppServerClient client, TurnRequest request, CancellationToken cancellationToken)
    {
        if (request.Model is not { } name || name == specs.Model)
        {
            return;
        }

        var models = await ReadAsync(client, cancellationToken);
        if (models.Count == 0)
        {
            // A Codex that offers none says nothing about any.
            return;
        }

        var found = models.FirstOrDefault(model => model.Id == name || model.Model == name) ?? throw new TurnRefusedException("MODEL_UNKNOWN",
            $"This agent has no model of the name \"{name}\". It has: {string.Join(", ", models.Where(model => !model.Hidden).Take(MaxNamed).Select(model => model.Id))}.");
        var efforts = found.SupportedReasoningEfforts?.Select(effort => effort.ReasoningEffort).OfType<string>().ToArray() ?? [];
        if (request.Effort is { } asked && efforts.Length > 0 && !efforts.Contains(asked))
        {
            throw new TurnRefusedException("EFFORT_UNKNOWN", $"The model {name} does not take the effort {asked}. It takes: {string.Join(", ", efforts)}.");
        }
    }

    private async Task<IReadOnlyList<CodexModel>> ReadAsync(AppServerClient client, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known is { } known && known.Client == client)
            {
                return known.Models;
            }
        }

        var models = new List<CodexModel>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var result = await client.ListModelsAsync(new ModelListParams(Cursor: cursor, IncludeHidden: true), cancellationToken);
            models.AddRange(result.Data);
            cursor = result.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        lock (_gate)
        {
            _known = (client, models);
        }

        return models;
    }
}
