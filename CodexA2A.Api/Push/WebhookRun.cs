using System.Buffers;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Handling.Output;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>What all deliveries share.</summary>
internal sealed class PushServices(
    IWebhooks store, ITaskLog log, WebhookClient client, DeliverySlots slots, PushTelemetry telemetry, IOptions<PushOptions> options, TimeProvider time)
{
    /// <summary>How long a delivery is a dispatcher's without a sign of life.</summary>
    public TimeSpan Lease => options.Value.LeaseTime;

    public IWebhooks Store => store;

    public ITaskLog Log => log;

    public WebhookClient Client => client;

    public DeliverySlots Slots => slots;

    public PushTelemetry Telemetry => telemetry;

    public PushOptions Options => options.Value;

    public TimeProvider Time => time;
}

/// <summary>
/// Delivers one task's events to one webhook, one after the other, for as long as the lease is ours: each is sent until the receiver
/// takes it, and noted only then. What fails is given back with a pause, and goes on from there by whoever claims it next.
/// </summary>
internal sealed class WebhookRun(PushServices services, WebhookDelivery delivery)
{
    private WebhookProgress progress = delivery.Progress;
    private OutputModes? modes;

    /// <summary>Says, once, why it was given up.</summary>
    public WebhookProgress? GivenUp { get; private set; }

    /// <summary>Runs to the end of the task, or to the first failure.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        modes = await OutputDowngrade.OfTaskAsync(services.Log, delivery.Owner, delivery.TaskId, cancellationToken);
        if (progress.TaskFirst && (await ReadAsync(cancellationToken) is not { } first || !await DeliverAsync(first.Id, Bytes(first.Payload), cancellationToken)))
        {
            return;
        }

        await foreach (var batch in services.Log.FollowAsync(delivery.Owner, delivery.TaskId, new EventId(progress.Epoch, progress.Seq), cancellationToken))
        {
            foreach (var entry in batch)
            {
                // A Task that was sent as it is has told of what came before it.
                if (entry.Kind == TaskEventKind.Marker || entry.Id <= progress.Cursor) continue;
                if (!await DeliverAsync(entry.Id, OutputDowngrade.Event(modes, entry.Payload), cancellationToken)) return;
            }
        }

        await services.Store.SaveAsync(delivery, progress with { State = WebhookState.Done }, TimeSpan.Zero, keep: false, cancellationToken);
    }

    /// <summary>Gives it back, for another to go on at once.</summary>
    public ValueTask<bool> ReleaseAsync(CancellationToken cancellationToken) =>
        services.Store.SaveAsync(delivery, progress, TimeSpan.Zero, keep: false, cancellationToken);

    private async Task<StreamItem?> ReadAsync(CancellationToken cancellationToken) =>
        await services.Log.ReadAsync(delivery.Owner, delivery.TaskId, cancellationToken) is { } read ? TaskView.AsEvent(read) : null;

    // False when it goes no further here.
    private async Task<bool> DeliverAsync(EventId id, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        PushResult result;
        using (await services.Slots.EnterAsync(delivery, cancellationToken))
        {
            ReadOnlyMemory<byte> task = default;
            if (PushBody.IsTask(delivery.Webhook.Version))
            {
                // The task is gone, and its webhooks with it.
                if (await ReadAsync(cancellationToken) is not { } now) return false;
                (task, id) = (now.Payload.Json, now.Id > id ? now.Id : id);
            }

            result = await services.Client.PostAsync(delivery, id, PushBody.Create(delivery.Webhook.Version, payload, task), cancellationToken);
        }

        services.Telemetry.Sent(result.Outcome);
        if (result.Outcome == PushResult.Delivered)
        {
            progress = new WebhookProgress { Epoch = id.Epoch, Seq = id.Seq };
            return await services.Store.SaveAsync(delivery, progress, services.Lease, keep: true, cancellationToken);
        }

        await FailAsync(result, cancellationToken);
        return false;
    }

    private async Task FailAsync(PushResult result, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var since = progress.FailingSince ?? now;
        var dead = result.Outcome == PushResult.Gone || now - since >= services.Options.GiveUpAfter;
        progress = progress with
        {
            Attempts = progress.Attempts + 1,
            FailingSince = since,
            LastStatus = result.Status,
            State = dead ? WebhookState.Dead : WebhookState.Active,
        };
        var wait = PushBackoff.After(progress.Attempts, result.RetryAfter, Random.Shared.NextDouble());
        if (await services.Store.SaveAsync(delivery, progress, wait, keep: false, cancellationToken) && dead)
        {
            services.Telemetry.Dead();
            GivenUp = progress;
        }
    }

    private static ReadOnlyMemory<byte> Bytes(Payload payload)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length);
        payload.WriteTo(buffer);
        return buffer.WrittenMemory;
    }
}
