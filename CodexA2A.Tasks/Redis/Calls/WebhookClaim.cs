using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks.Redis;

/// <summary>Claims deliveries that are due: one look at all partitions, then a step for each that was found.</summary>
internal sealed partial class WebhookClaim(RedisSeam seam, TimeSpan lease)
{
    /// <summary>Of one partition at a time.</summary>
    private const int Rows = 64;

    private readonly ILogger _logger = seam.Logger;

    /// <summary>The call.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> RunAsync(int most, CancellationToken cancellationToken)
    {
        var now = (await HomeCalls.LookAsync(seam, cancellationToken)).Now;
        var due = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions).Select(partition => database.SortedSetRangeByScoreWithScoresAsync(
                seam.Keys.WebhooksDue(partition), stop: now, take: Math.Min(most, Rows), flags: RedisLink.Primary))),
            cancellationToken);
        var first = due.SelectMany(part => part).OrderBy(entry => entry.Score).Take(most);
        var claimed = await Task.WhenAll(first.Select(entry => TryClaimAsync(entry.Element!, cancellationToken)));
        // One line a round, however many there are.
        if (Array.FindAll(claimed, one => one.Failure is not null) is [var passed, ..] all)
        {
            LogPassedOver(passed.Member, all.Length, Said(passed.Failure!));
        }

        return [.. claimed.Select(one => one.Delivery).OfType<WebhookDelivery>()];
    }

    /// <summary>A webhook as it is stored.</summary>
    public static WebhookDelivery Read(string taskId, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> progress, string fence)
    {
        var stored = SeamJson.Deserialize<StoredWebhook>(body.Span);
        return new WebhookDelivery(stored.Owner, taskId, stored.Webhook, SeamJson.Deserialize<WebhookProgress>(progress.Span), fence);
    }

    // One that cannot be claimed, or read, must not cost the others their time.
    private async Task<(string Member, WebhookDelivery? Delivery, Exception? Failure)> TryClaimAsync(string member, CancellationToken cancellationToken)
    {
        try
        {
            return (member, await ClaimAsync(member, cancellationToken), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (member, null, exception);
        }
    }

    // Null when another was faster.
    private async Task<WebhookDelivery?> ClaimAsync(string member, CancellationToken cancellationToken)
    {
        var (task, id) = WebhookKeys.Parse(member);
        if (!TaskIds.TryGetPartition(task, out var partition))
        {
            return null;
        }

        var fence = Guid.NewGuid().ToString("n");
        var reply = await seam.RunAsync(
            RedisScript.ClaimWebhook, [seam.Keys.Task(partition, task), seam.Keys.Webhooks(partition, task), seam.Keys.WebhooksDue(partition)], cancellationToken,
            member, id, fence, (long)lease.TotalMilliseconds);
        return reply.Count < 2 ? null : Read(task, reply.Bytes(0), reply.Bytes(1), fence);
    }

    // What cannot be read as JSON is quoted by its error, and is a secret perhaps.
    private static string Said(Exception failure) => failure is JsonException ? "It is no JSON of ours." : $"{failure.GetType().Name}: {failure.Message}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} webhooks that are due cannot be claimed or read now, one of them {Webhook} (task and id); they are tried again, and the others are delivered. {Failure}")]
    private partial void LogPassedOver(string webhook, int count, string failure);
}
