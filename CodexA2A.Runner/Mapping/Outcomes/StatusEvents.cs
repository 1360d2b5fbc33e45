using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Outcomes;

/// <summary>Makes status events, and numbers the messages in them on from those the task already has.</summary>
internal sealed class StatusEvents(AgentTask? existing)
{
    private int? _last;
    private bool _sandboxTold;

    /// <summary>A status event.</summary>
    public StreamResponse Create(TurnIdentity identity, StatusContent content, DateTimeOffset now)
    {
        var shared = new JsonObject { ["stream"] = new JsonObject { ["source"] = content.Source } };
        if (identity.ThreadId.Length > 0)
        {
            // Before a thread is open nobody knows which it will be.
            shared["session"] = new JsonObject { ["id"] = identity.ThreadId };
        }

        Copy(content.Shared, shared);
        var codex = new JsonObject();
        if (identity.TurnId is not null)
        {
            codex["turn_id"] = identity.TurnId;
        }

        if (identity.ModelSource is not null)
        {
            codex["model_source"] = identity.ModelSource;
        }

        if (!_sandboxTold && identity.Sandbox?.Invoke() is { } sandbox)
        {
            // Once is enough: it stays in the task.
            _sandboxTold = true;
            codex["sandbox"] = sandbox;
        }

        Copy(content.Codex, codex);
        var metadata = new JsonObject { ["shared"] = shared };
        if (codex.Count > 0)
        {
            metadata["codex"] = codex;
        }

        return StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
        {
            TaskId = identity.TaskId,
            ContextId = identity.ContextId,
            Status = new TaskStatus { State = content.State, Timestamp = now, Message = Message(identity, content) },
            Metadata = metadata,
        });
    }

    private Message? Message(TurnIdentity identity, StatusContent content) => content.Said is { } said
        ? said with { TaskId = identity.TaskId, ContextId = identity.ContextId }
        : content.Text is null ? null : new Message
        {
            MessageId = NextId(identity.TaskId),
            TaskId = identity.TaskId,
            ContextId = identity.ContextId,
            Role = Role.Agent,
            Parts = [Part.FromText(content.Text)],
            Metadata = content.MessageMetadata,
        };

    private string NextId(string taskId)
    {
        var prefix = $"{taskId}-status-";
        _last ??= Highest(prefix);
        _last++;
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{_last}");
    }

    private int Highest(string prefix)
    {
        var highest = 0;
        IEnumerable<Message> messages = existing?.History ?? [];
        foreach (var message in existing?.Status.Message is { } current ? messages.Append(current) : messages)
        {
            if (message.MessageId.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(message.MessageId.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            {
                highest = Math.Max(highest, n);
            }
        }

        return highest;
    }

    private static void Copy(JsonObject? from, JsonObject to)
    {
        foreach (var (name, value) in from ?? [])
        {
            to[name] = value?.DeepClone();
        }
    }
}

/// <summary>What a status event says.</summary>
/// <param name="State">The task's state.</param>
/// <param name="Text">For a person; null makes no message.</param>
internal sealed record StatusContent(TaskState State, string? Text = null)
{
    /// <summary>A message of the user's, in place of a text.</summary>
    public Message? Said { get; init; }

    /// <summary>One of <see cref="StreamSources"/>.</summary>
    public string Source { get; init; } = StreamSources.Status;

    /// <summary>More of <c>metadata.shared</c>.</summary>
    public JsonObject? Shared { get; init; }

    /// <summary>More of <c>metadata.codex</c>.</summary>
    public JsonObject? Codex { get; init; }

    /// <summary>Metadata of the message: what is true of this status only, and must not stay in the task.</summary>
    public JsonObject? MessageMetadata { get; init; }
}
