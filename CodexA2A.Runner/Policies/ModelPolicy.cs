using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Policies;

/// <summary>Keeps turns to the models of their principal (<see cref="PrincipalPolicy.Models"/>).</summary>
internal static class ModelPolicy
{
    /// <summary>The reason word.</summary>
    public const string Code = "MODEL_NOT_ALLOWED";

    /// <summary>Refuses a model that may not be named, before Codex is asked for anything.</summary>
    /// <exception cref="TurnRefusedException">MODEL_NOT_ALLOWED, with those that may.</exception>
    public static void Check(PrincipalPolicy policy, string? model)
    {
        if (model is { } named && !policy.Allows(named))
        {
            throw Refused(policy, $"the model \"{named}\"");
        }
    }

    /// <summary>
    /// The request with the model that it gets. Codex keeps a model with a thread, so one that names none could go on with one that was
    /// chosen under another policy, or by Codex's own configuration.
    /// </summary>
    /// <exception cref="TurnRefusedException">MODEL_NOT_ALLOWED: a review runs with the model of its thread.</exception>
    public static async Task<TurnRequest> ChooseAsync(PrincipalPolicy policy, OpenThread thread, TurnRequest request, CancellationToken cancellationToken)
    {
        if (policy.Models.Count == 0 || request.Model is not null)
        {
            return request;
        }

        var now = (await thread.Client.ReadThreadAsync(thread.ThreadId, includeTurns: false, cancellationToken)).Model;
        return Choose(policy, request, now);
    }

    /// <summary>The same, of what the thread has; null where Codex does not say.</summary>
    internal static TurnRequest Choose(PrincipalPolicy policy, TurnRequest request, string? now)
    {
        if (now is not null && policy.Allows(now))
        {
            return request;
        }

        return request.Review is null ? request with { Model = policy.Model }
            : throw Refused(policy, now is null ? "a review in a conversation of which Codex does not say the model" : $"the model \"{now}\", which this conversation has. Send a message in it that names another first");
    }

    private static TurnRefusedException Refused(PrincipalPolicy policy, string what) =>
        new(Code, $"This caller may not use {what}. Allowed: {string.Join(", ", policy.Models)}.");
}
