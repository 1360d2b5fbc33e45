using System.Collections.Frozen;
using CodexA2A.Api.Compat.V03;

namespace CodexA2A.Api.Access;

/// <summary>
/// The table of what every operation asks, whatever binding it comes by. A call gets its context from here or not at all
/// (<c>CallContexts</c>), before its params are read: nothing is looked up for who may not ask.
/// </summary>
internal static class Permissions
{
    /// <summary>The reason of a refusal.</summary>
    public const string Reason = "AUTHORIZATION_FORBIDDEN";

    /// <summary>The operation of a call that names none.</summary>
    public const string Unknown = "unknown";

    /// <summary>The paths that are no operation of A2A and still not for everybody.</summary>
    public const string Health = "/health";

    /// <inheritdoc cref="Health" />
    public const string Metrics = "/metrics";

    private static readonly FrozenDictionary<string, Permission> Table =
        Rows(Capability.None, writes: false, Unknown, Methods.GetExtendedAgentCard, V03Methods.ExtendedCard)
        .Concat(Rows(Capability.Read, writes: false,
            Methods.GetTask, Methods.ListTasks, Methods.SubscribeToTask,
            V03Methods.Get, V03Methods.Resubscribe,
            "codex.interrupts.list", "codex.push.failures.list", "codex.sessions.list", "codex.sessions.messages.list", "codex.threads.read",
            "codex.threads.watch", "codex.threads.watch.release", "codex.discovery.watch",
            "codex.discovery.skills.list", "codex.discovery.apps.list", "codex.discovery.plugins.list", "codex.discovery.plugins.read",
            "codex.models.list", "codex.account.read", "codex.limits.read"))
        .Concat(Rows(Capability.Send, writes: true,
            Methods.SendMessage, Methods.SendStreamingMessage, Methods.CreateTaskPushNotificationConfig, Methods.DeleteTaskPushNotificationConfig,
            V03Methods.Send, V03Methods.Stream, V03Methods.SetPush, V03Methods.DeletePush,
            "codex.sessions.prompt_async", "codex.sessions.command"))
        // Webhooks are shown with their secrets, so only to who may have given them.
        .Concat(Rows(Capability.Send, writes: false,
            Methods.GetTaskPushNotificationConfig, Methods.ListTaskPushNotificationConfigs, Dialects.NestedPushConfig.ListAlias, V03Methods.GetPush, V03Methods.ListPush))
        .Concat(Rows(Capability.Control, writes: true,
            Methods.CancelTask, V03Methods.Cancel,
            "codex.turns.steer", "codex.sessions.forget", "codex.threads.fork", "codex.threads.archive", "codex.threads.unarchive", "codex.threads.metadata.update",
            "codex.threads.name.set", "codex.threads.revert", "codex.threads.compact", "codex.threads.delete"))
        .Concat(Rows(Capability.Review, writes: true, "codex.review.start"))
        .Concat(Rows(Capability.Review, writes: false, "codex.review.watch"))
        .Concat(Rows(Capability.Exec, writes: true, "codex.exec.start", "codex.exec.write", "codex.exec.resize", "codex.exec.terminate"))
        .Concat(Rows(Capability.Shell, writes: true, "codex.sessions.shell"))
        .Concat(Rows(Capability.Answer, writes: true,
            "a2a.interrupt.permission.reply", "a2a.interrupt.question.reply", "a2a.interrupt.question.reject", "a2a.interrupt.permissions.reply",
            "a2a.interrupt.elicitation.reply"))
        .Concat(Rows(Capability.Admin, writes: true, "codex.threads.grant"))
        .Concat(Rows(Capability.Metrics, writes: false, Health, Metrics))
        .ToFrozenDictionary(row => row.Operation, StringComparer.Ordinal);

    /// <summary>Every row.</summary>
    public static IEnumerable<Permission> All => Table.Values;

    /// <summary>The row of an operation.</summary>
    /// <exception cref="InvalidOperationException">It has none: a mistake in this program.</exception>
    public static Permission Of(string operation) =>
        Table.GetValueOrDefault(operation) ?? throw new InvalidOperationException($"{operation} has no row in Permissions: nobody has decided who may call it.");

    /// <summary>Lets pass who has the capability.</summary>
    /// <param name="operation">What is called.</param>
    /// <param name="granted">What the caller has.</param>
    /// <param name="asked">What it needs.</param>
    /// <exception cref="A2AException">AUTHORIZATION_FORBIDDEN, the same whatever the call is about.</exception>
    public static void Require(string operation, Capability granted, Capability asked)
    {
        if ((granted & asked) == asked) return;
        var name = CapabilityNames.Of(asked);
        throw new A2AException(A2AErrorCode.PermissionDenied, $"{operation} needs the capability {name}, which this credential does not have. Whoever runs the service lists it in the credential's capabilities.")
        {
            Reason = Reason,
            Metadata = new Dictionary<string, string> { ["method"] = operation, ["capability"] = name },
        };
    }

    private static IEnumerable<Permission> Rows(Capability asks, bool writes, params IEnumerable<string> operations) =>
        operations.Select(operation => new Permission(operation, asks, writes));
}
