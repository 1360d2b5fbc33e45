using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis.Control;

/// <summary>
/// Control calls over Redis. A call goes to every runner that listens; beside it lies a key that lasts as long as the call may be
/// begun, and whoever deletes it has the call: one runner, or the asker who has waited long enough. So the only clock is Redis',
/// and a runner that was frozen begins nothing late.
/// </summary>
internal sealed partial class RedisControlCalls(RedisSeamHost host, ILogger<RedisControlCalls> logger) : IControlCalls
{
    /// <inheritdoc />
    public async ValueTask<ControlReply> AskAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var started = seam.Time.GetTimestamp();
        using var activity = SeamTelemetry.Source.StartActivity("seam ask", System.Diagnostics.ActivityKind.Producer);
        await seam.Replies.OpenAsync(cancellationToken);
        using var pending = seam.Replies.Pending.Open();
        var message = SeamJson.Serialize(new ControlMessage(pending.Id, seam.Replies.Address, call));
        if (message.Length > ControlLimits.MaxBytes)
        {
            return ControlFaults.CallTooLarge(message.Length);
        }

        var key = seam.Keys.Call(pending.Id);
        await seam.Link.AskAsync(database => database.StringSetAsync(key, "1", call.Limit), cancellationToken);
        // When nobody has it to take back and nobody has said so, somebody has it, and word of that got lost.
        if (!await IsHeardAsync(seam, call, pending, message, cancellationToken) && await TakeAsync(seam, key, cancellationToken))
        {
            throw ControlFaults.NoRunner(call);
        }

        return await pending.WaitAsync(call.Limit - seam.Time.GetElapsedTime(started), call.Limit, seam.Time, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<IAsyncDisposable> ServeAsync(
        RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var server = new ControlServer(runner, methods, serve, seam.Time, logger);
        var subscription = await seam.Link.HintAsync(
            [seam.Keys.CallChannel(null), seam.Keys.CallChannel(runner.Home)], message => Hear(seam, server, message));
        return new Serving(subscription, server);
    }

    /// <inheritdoc />
    public async ValueTask<ReplyToken> ExpectAsync(CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        await seam.Replies.OpenAsync(cancellationToken);
        var pending = seam.Replies.Pending.Open();
        return new ReplyToken(pending, $"{seam.Replies.Address}/{pending.Id}", seam.Time);
    }

    /// <inheritdoc />
    public async ValueTask ReplyAsync(string replyTo, ControlReply reply, CancellationToken cancellationToken)
    {
        if (replyTo.Split('/') is [var address, var id])
        {
            await ReplyInbox.ReplyAsync(host.Seam, address, id, ControlJson.Write(reply), cancellationToken);
        }
    }

    // Told again and again it is still taken once: a runner may be just starting, and a message gets lost with a connection.
    private static async Task<bool> IsHeardAsync(RedisSeam seam, ControlCall call, PendingReply pending, byte[] message, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < ControlLimits.Listen; waited += ControlLimits.Again)
        {
            await seam.Link.TellAsync(seam.Keys.CallChannel(call.Home), message, cancellationToken);
            try
            {
                await pending.Heard.WaitAsync(ControlLimits.Again, seam.Time, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private static Task<bool> TakeAsync(RedisSeam seam, RedisKey key, CancellationToken cancellationToken) =>
        seam.Link.AskAsync(database => database.KeyDeleteAsync(key), cancellationToken);

    private void Hear(RedisSeam seam, ControlServer server, RedisValue value)
    {
        // Another runner may have a place, or know what this one does not.
        if (ControlJson.TryReadCall(((ReadOnlyMemory<byte>)value).Span) is { } message && server.Serves(message.Call) && server.TryEnter())
        {
            _ = RunAsync(seam, server, message);
        }
    }

    private async Task RunAsync(RedisSeam seam, ControlServer server, ControlMessage message)
    {
        var heardAt = seam.Time.GetTimestamp();
        try
        {
            if (!await TakeAsync(seam, seam.Keys.Call(message.Id), CancellationToken.None))
            {
                return;
            }

            var told = ReplyInbox.HeardAsync(seam, message.ReplyTo, message.Id, CancellationToken.None);
            var reply = await server.RunAsync(message.Call, heardAt);
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReplyInbox.ReplyAsync(seam, message.ReplyTo, message.Id, reply, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for this one: the asker's limit tells them.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotAnswered(exception, message.Call.Method);
        }
        finally
        {
            server.Leave();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} could not be taken or answered; whoever asked is told that nobody knows.")]
    private partial void LogNotAnswered(Exception exception, string method);

    private sealed class Serving(IAsyncDisposable subscription, ControlServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await subscription.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
