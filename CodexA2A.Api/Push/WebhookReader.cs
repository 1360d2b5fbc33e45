using CodexA2A.Api.Handling;
using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Checks what a client says of a webhook, and makes of it what is stored. Where the URL leads is judged when it is used.</summary>
internal sealed class WebhookReader(IOptions<PushOptions> options, ReceiverGuard guard, TimeProvider time)
{
    private const int MaxUrl = 2048;
    private const int MaxSecret = 4096;
    private const int MaxId = 128;
    private const int MaxScheme = 128;

    /// <summary>Refuses everything about webhooks where there are none.</summary>
    /// <exception cref="A2AException">PushNotificationNotSupported.</exception>
    public void RequireEnabled()
    {
        if (!options.Value.Enabled) throw A2AException.PushNotificationNotSupported();
    }

    /// <summary>The webhook of a send's configuration; null where there is none.</summary>
    /// <exception cref="A2AException">It is refused.</exception>
    public Webhook? ReadInline(CallContext context, SendMessageRequest request)
    {
        if (request.Configuration?.TaskPushNotificationConfig is not { } config) return null;
        if (!string.IsNullOrEmpty(config.TaskId) && config.TaskId != request.Message.TaskId)
        {
            throw A2AException.InvalidParams("configuration.taskPushNotificationConfig.taskId", "must be left out: the webhook is of the message's task");
        }

        return Read(context, config, "configuration.taskPushNotificationConfig.");
    }

    /// <summary>A webhook as it is stored, with an id of ours where the client gave none.</summary>
    /// <param name="context">The call.</param>
    /// <param name="config">What the client gave.</param>
    /// <param name="prefix">Where it stands in the request.</param>
    /// <exception cref="A2AException">PushNotificationNotSupported, or InvalidParams with the field.</exception>
    public Webhook Read(CallContext context, TaskPushNotificationConfig config, string prefix = "")
    {
        RequireEnabled();
        TenantGuard.Check(context.Owner, config.Tenant);
        CheckUrl(config.Url, prefix + "url");
        var (scheme, credentials) = (Given(config.Authentication?.Scheme), Given(config.Authentication?.Credentials));
        if (!string.IsNullOrEmpty(config.Id) && (config.Id.Length > MaxId || !Text.IsVisibleAscii(config.Id)))
        {
            throw A2AException.InvalidParams(prefix + "id", $"must be at most {MaxId} visible ASCII characters");
        }

        CheckSecret(config.Token, prefix + "token");
        CheckSecret(credentials, prefix + "authentication.credentials");
        if (scheme is not null && (scheme.Length > MaxScheme || !scheme.All(IsTokenCharacter)))
        {
            throw A2AException.InvalidParams(prefix + "authentication.scheme", "must be the name of an HTTP authentication scheme, such as Bearer");
        }

        return new Webhook(string.IsNullOrEmpty(config.Id) ? Guid.NewGuid().ToString() : config.Id, config.Url)
        {
            Token = Given(config.Token),
            Scheme = scheme,
            Credentials = credentials,
            Version = context.Version,
            CreatedAt = time.GetUtcNow(),
        };
    }

    private void CheckUrl(string url, string field)
    {
        // Uri reads more spellings than those of the standard; none of them is needed.
        var spelled = (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(c => char.IsControl(c) || c == ' ');
        if (!spelled || url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.IdnHost.Length == 0)
        {
            throw A2AException.InvalidParams(field, $"must be an absolute https URL of at most {MaxUrl} characters");
        }

        if (uri.UserInfo.Length > 0 || url.Split('/', '?', '#')[2].Contains('@', StringComparison.Ordinal))
        {
            throw A2AException.InvalidParams(field, "must not hold a user or password; give them as authentication");
        }

        if (uri.Port < 1 || guard.Refuses(uri))
        {
            throw A2AException.InvalidParams(field, "must be an https URL of a public address; others must be allowed by the operator of this agent");
        }
    }

    private static void CheckSecret(string? value, string field)
    {
        if (!string.IsNullOrEmpty(value) && (value.Length > MaxSecret || value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value[0] == ' ' || value[^1] == ' '))
        {
            throw A2AException.InvalidParams(field, $"must be at most {MaxSecret} visible ASCII characters");
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
