using System.Globalization;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks.InProcess;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>Runs turns in a data directory, as fast as it can, and says on standard output what was acknowledged.</summary>
internal static class AppendingProcess
{
    public const string Argument = "append-until-killed";

    private const int Turns = 4;

    public static async Task<int> RunAsync(string directory)
    {
        var place = Options.Create(new InProcessSeamOptions { DataDirectory = directory });
        await using var host = new InProcessSeamHost(place, Options.Create(new SeamOptions()), TimeProvider.System, NullLogger<InProcessSeamHost>.Instance);
        host.Open();
        var (log, queue) = (new InProcessTaskLog(host), new InProcessTurnQueue(host));
        await Task.WhenAll(Enumerable.Range(0, Turns).Select(i => Task.Run(() => AppendAsync(log, queue, "ctx-" + i))));
        return 0;
    }

    private static async Task AppendAsync(InProcessTaskLog log, InProcessTurnQueue queue, string context)
    {
        var owner = new Owner("", "alice");
        var id = TaskIds.New(1, TimeProvider.System);
        var message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("go")] };
        await queue.SubmitAsync(
            new TurnSubmission(
                owner,
                context,
                new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = DateTimeOffset.UtcNow } },
                new RunTurn
                {
                    TaskId = id,
                    Owner = owner,
                    SubmitId = id,
                    AcceptedAt = DateTimeOffset.UtcNow,
                    Request = new SendMessageRequest { Message = message },
                }),
            CancellationToken.None);
        // Each of the loops claims one session, whichever that is; after a restart that is one with a begun turn.
        var lease = (await queue.TryClaimAsync(new RunnerIdentity("runner", "home"), CancellationToken.None))!;
        var command = (await queue.GetCommandAsync(lease, 1, CancellationToken.None))!;
        var task = command.Command.TaskId;
        await log.AppendAsync(lease, new TaskAppend(task, []) { Begun = 1 }, CancellationToken.None);
        for (var seq = (await log.ReadAsync(owner, task, CancellationToken.None))!.Last.Seq + 1; ; seq++)
        {
            var payload = A2AJson.Serialize(StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
            {
                TaskId = task,
                ContextId = lease.ContextId,
                Append = true,
                Artifact = new Artifact { ArtifactId = "answer-1", Parts = [Part.FromText(seq.ToString(CultureInfo.InvariantCulture))] },
            }));
            var entry = new TaskEvent(new EventId(lease.Epoch, seq), TaskEventKind.Event, payload, null, DateTimeOffset.UtcNow);
            var outcome = await log.AppendAsync(lease, new TaskAppend(task, [entry]), CancellationToken.None);
            // One write for a line: a kill can only cut the last one.
            await Console.Out.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{outcome.Status} {task} {outcome.Last}\n"));
        }
    }
}
