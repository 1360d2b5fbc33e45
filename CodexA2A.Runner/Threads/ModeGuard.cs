using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Holds the mode that a turn asks for against those that Codex has (<c>collaborationMode/list</c>), and completes it: Codex takes a mode
/// only with a model, which then goes before the turn's own, so it gets the one that the turn would have had without.
/// </summary>
internal static class ModeGuard
{
    /// <summary>The request with its mode as Codex takes it. One that names none is given back as it is.</summary>
    /// <param name="thread">The thread that the turn runs in.</param>
    /// <param name="request">The turn.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="TurnRefusedException">This Codex has no such mode.</exception>
    /// <exception cref="AppServerException">Codex cannot be asked.</exception>
    public static async Task<TurnRequest> ChooseAsync(OpenThread thread, TurnRequest request, CancellationToken cancellationToken)
    {
        if (request.Mode is not { } mode || request.Review is not null)
        {
            return request;
        }

        var modes = (await thread.Client.ListModesAsync(cancellationToken)).Data ?? [];
        var now = await thread.Client.ReadThreadAsync(thread.ThreadId, includeTurns: false, cancellationToken);
        return Choose(request, mode, modes, now);
    }

    /// <summary>The same, of what Codex said.</summary>
    internal static TurnRequest Choose(TurnRequest request, string mode, IReadOnlyList<CollaborationModePreset> modes, CodexThread now)
    {
        if (!modes.Any(preset => preset.Mode == mode))
        {
            var names = modes.Select(preset => preset.Mode).OfType<string>().ToArray();
            throw Unknown($"The Codex of this agent has no mode \"{mode}\". It has: {(names.Length == 0 ? "none" : string.Join(", ", names))}.");
        }

        var model = request.Model ?? now.Model ?? throw Unknown("Codex does not say which model the conversation has, and takes no mode without. Name one in metadata.codex.execution.model.");
        return request with { Collaboration = new CollaborationMode(mode, new CollaborationSettings(model, request.Effort ?? (request.Model is null ? now.ReasoningEffort : null))) };
    }

    private static TurnRefusedException Unknown(string message) => new("MODE_UNKNOWN", message);
}
