using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>The smallest turn and question there are.</summary>
internal static class HostedTurn
{
    public static TurnSubmission Submission(TimeProvider time)
    {
        var owner = new Owner("", "alice");
        var id = TaskIds.New(1, time);
        var message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("go")] };
        return new TurnSubmission(
            owner,
            "ctx",
            new AgentTask { Id = id, ContextId = "ctx", Status = new TaskStatus { State = TaskState.Submitted, Timestamp = time.GetUtcNow() } },
            new RunTurn { TaskId = id, Owner = owner, SubmitId = id, AcceptedAt = time.GetUtcNow(), Request = new SendMessageRequest { Message = message } });
    }

    public static Interrupt Ask(TurnSubmission submission, SessionLease lease, TimeProvider time) => new()
    {
        Id = "q1",
        TaskId = submission.Task.Id,
        ContextId = submission.ContextId,
        Owner = submission.Owner,
        Type = "question",
        Details = new JsonObject(),
        Epoch = lease.Epoch,
        AskedAt = time.GetUtcNow(),
        Deadline = time.GetUtcNow() + TimeSpan.FromHours(1),
    };
}
