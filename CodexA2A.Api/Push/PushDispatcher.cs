using System.Collections.Concurrent;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Push;

/// <summary>
/// Takes the webhooks that have something to deliver, of whichever owner, and runs them; every process has one. A webhook is at one of
/// them at a time, by lease. It waits for no receiver: each webhook has a run of its own.
/// </summary>
internal sealed partial class PushDispatcher(PushServices services, PushWake wake, ILogger<PushDispatcher> logger) : BackgroundService
{
    private const int ClaimAtOnce = 256;
    private static readonly TimeSpan PutOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WebhookDelivery, Held> held = new(ReferenceEqualityComparer.Instance);
    private long renewedAt;
    private bool failing;

    /// <summary>Most webhooks that are followed here at a time; the rest waits, or is another process'. Of one owner a quarter: the others' must have room.</summary>
    public int MaxHeld { get; init; } = 4096;

    private TimeSpan Renew => services.Lease / 3;

    private TimeSpan GoodFor => services.Lease * 0.9;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!services.Options.Enabled) return;
        renewedAt = services.Time.GetTimestamp();
        try
        {
            while (true)
            {
                var hint = wake.Next;
                if (!await RoundAsync(stoppingToken)) await WaitAsync(hint, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the runs are told by the same token.
        }

        await Task.WhenAll(held.Values.Select(one => one.Ended));
    }

    // True when there may be more at once.
    private async Task<bool> RoundAsync(CancellationToken stopping)
    {
        try
        {
            if (services.Time.GetElapsedTime(renewedAt) >= Renew) await RenewAsync(stopping);
            var most = Math.Min(ClaimAtOnce, MaxHeld - held.Count);
            if (most <= 0) return false;
            var claimed = await services.Store.ClaimAsync(most, services.Lease, stopping);
            var ofOwner = held.Keys.CountBy(delivery => delivery.Owner).ToDictionary();
            foreach (var delivery in claimed)
            {
                var already = ofOwner.GetValueOrDefault(delivery.Owner);
                ofOwner[delivery.Owner] = already + 1;
                if (already < MaxHeld / 4) Start(delivery, stopping);
                else await services.Store.SaveAsync(delivery, delivery.Progress, PutOff, keep: false, stopping);
            }

            failing = false;
            return claimed.Count == most;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            if (!failing) LogStoreFailed(exception);
            failing = true;
            // Another may claim what is not renewed in time.
            if (services.Time.GetElapsedTime(renewedAt) >= GoodFor) StopAll();
            return false;
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        var began = services.Time.GetTimestamp();
        foreach (var lost in await services.Store.RenewAsync([.. held.Keys], services.Lease, stopping))
        {
            if (held.TryGetValue(lost, out var one)) one.Lose();
        }

        renewedAt = began;
        services.Telemetry.Pending(await services.Store.CountActiveAsync(stopping));
    }

    private void StopAll()
    {
        foreach (var one in held.Values)
        {
            one.Lose();
        }
    }

    private async Task WaitAsync(Task hint, CancellationToken stopping)
    {
        try
        {
            await hint.WaitAsync(Look, services.Time, stopping);
        }
        catch (TimeoutException)
        {
            // Then it looks without a hint.
        }
    }

    private void Start(WebhookDelivery delivery, CancellationToken stopping)
    {
        var one = new Held(stopping);
        held[delivery] = one;
        one.Ended = RunAsync(delivery, one, stopping);
    }

    private async Task RunAsync(WebhookDelivery delivery, Held one, CancellationToken stopping)
    {
        await Task.Yield();
        var run = new WebhookRun(services, delivery);
        try
        {
            await run.RunAsync(one.Token);
            if (run.GivenUp is { } dead) LogGivenUp(delivery.Webhook.Id, delivery.TaskId, dead.Attempts, dead.FailingSince, dead.LastStatus);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await ReleaseAsync(run);
        }
        catch (OperationCanceledException) when (one.Token.IsCancellationRequested)
        {
            // Another goes on.
        }
        catch (SeamUnavailableException)
        {
            // The lease runs out, and whoever claims it goes on from what was noted.
        }
#pragma warning disable CA1031 // One webhook's fault must not end the others: it is logged, and its lease runs out.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(delivery.Webhook.Id, delivery.TaskId, exception);
        }
        finally
        {
            held.TryRemove(delivery, out _);
            one.Dispose();
        }
    }

    private static async Task ReleaseAsync(WebhookRun run)
    {
        try
        {
            await run.ReleaseAsync(CancellationToken.None);
        }
        catch (SeamUnavailableException)
        {
            // Then the lease runs out.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {ConfigId} of task {TaskId} is given up after {Attempts} attempts since {Since}; the last status was {Status}. Its owner sees it with codex.push.failures.list.")]
    private partial void LogGivenUp(string configId, string taskId, int attempts, DateTimeOffset? since, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "The delivery to webhook {ConfigId} of task {TaskId} failed here; it is tried again when its lease has run out.")]
    private partial void LogFailed(string configId, string taskId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks cannot be read from the store; it is tried again each second.")]
    private partial void LogStoreFailed(Exception exception);

    private sealed class Held(CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        public CancellationToken Token => source.Token;

        public Task Ended { get; set; } = Task.CompletedTask;

        public void Lose()
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself.
            }
        }

        public void Dispose() => source.Dispose();
    }
}
