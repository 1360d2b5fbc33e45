namespace CodexA2A.Tasks;

/// <summary>Where the events of a task go. It holds secrets: it is shown to its owner only, and printed never.</summary>
/// <param name="Id">Its id within the task, 1 to 128 visible ASCII characters.</param>
/// <param name="Url">Absolute http or https URL.</param>
public sealed record Webhook(string Id, string Url)
{
    /// <summary>The client's token, sent with each delivery, and the key of its signature where the operator has none; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Scheme of the Authorization header; null for none.</summary>
    public string? Scheme { get; init; }

    /// <summary>What follows the scheme; null for none.</summary>
    public string? Credentials { get; init; }

    /// <summary>The protocol version of the request that made it, which its bodies have.</summary>
    public required string Version { get; init; }

    /// <summary>When it was made, or last replaced.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is left of it when nothing is delivered any more.</summary>
    internal Webhook WithoutSecrets => this with { Token = null, Credentials = null };

    /// <summary>Whether it is the same but for its id and age.</summary>
    public bool LeadsAsTo(Webhook other) =>
        (Url, Token, Scheme, Credentials, Version) == (other.Url, other.Token, other.Scheme, other.Credentials, other.Version);

    /// <inheritdoc />
    public override string ToString() => $"Webhook {{ Id = {Id} }}";
}

/// <summary>What became of a webhook's delivery.</summary>
public enum WebhookState
{
    /// <summary>There may be more to deliver.</summary>
    Active,

    /// <summary>The task has ended, and all of it was delivered.</summary>
    Done,

    /// <summary>Given up.</summary>
    Dead,
}

/// <summary>How far a webhook's delivery is.</summary>
public sealed record WebhookProgress
{
    /// <summary>The last event that was delivered: epoch and position; 0-0 before the first.</summary>
    public long Epoch { get; init; }

    /// <inheritdoc cref="Epoch" />
    public long Seq { get; init; }

    /// <summary>True while the Task as it is must come first: the webhook was made for a task that existed.</summary>
    public bool TaskFirst { get; init; }

    /// <summary>Attempts in a row that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Since when they fail; null while they do not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>HTTP status of the last attempt that failed; null when there was no answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>What became of it.</summary>
    public WebhookState State { get; init; }

    /// <summary>The last event that was delivered.</summary>
    public EventId Cursor => new(Epoch, Seq);
}

/// <summary>One webhook's delivery.</summary>
/// <param name="Owner">Whose task it is.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Webhook">Where to.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Fence">The token of the lease; empty when it was only read.</param>
public sealed record WebhookDelivery(Owner Owner, string TaskId, Webhook Webhook, WebhookProgress Progress, string Fence)
{
    /// <summary>Where to go on in the task's log.</summary>
    public EventId Cursor => Progress.Cursor;
}

/// <summary>How putting a webhook ended.</summary>
public enum WebhookPut
{
    /// <summary>Stored.</summary>
    Stored,

    /// <summary>No such task of this owner.</summary>
    Unknown,

    /// <summary>The task has <see cref="IWebhooks.MostOfTask"/> others.</summary>
    Full,
}

/// <summary>What is stored of a webhook, apart from its progress.</summary>
/// <param name="Owner">Whose task it is.</param>
/// <param name="Webhook">The webhook.</param>
internal sealed record StoredWebhook(Owner Owner, Webhook Webhook);
