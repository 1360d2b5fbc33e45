using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Tasks;
using EventId = CodexA2A.Tasks.EventId;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>
/// Recorded turns in, expected A2A events out. <c>CODEX_A2A_EXPECT=1</c> writes the expected files again and fails, so that somebody
/// looks at what changed before it is taken.
/// </summary>
public sealed partial class GoldenTests
{
    public static TheoryData<string> Recorded => [.. Transcript.Names];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_turn_gives_the_expected_events(string name)
    {
        var actual = Merged(Play(name)).Select((e, index) => Shown(StreamStamp.Apply(e, new EventId(1, index + 2)))).ToList();
        var file = Path.Combine(Transcript.Folder, name + ".expected.jsonl");
        if (Environment.GetEnvironmentVariable("CODEX_A2A_EXPECT") == "1")
        {
            File.WriteAllText(file, string.Join('\n', actual) + "\n");
            Assert.Fail($"{Path.GetFileName(file)} was written: read it, then run the tests without CODEX_A2A_EXPECT.");
        }

        Assert.True(File.Exists(file), $"{Path.GetFileName(file)} is missing: run once with CODEX_A2A_EXPECT=1 and read what it writes.");
        Assert.Equal(File.ReadAllLines(file), actual);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_turn_keeps_the_rules_of_artifacts(string name) => Rules.Hold(Codex.Task, [.. Play(name).Select(e => e.Event)]);

    /// <summary>The event's JSON; a long text only by its beginning, its length and its hash.</summary>
    private static string Shown(StreamResponse e) => LongText().Replace(
        Encoding.UTF8.GetString(A2AJson.Serialize(e)),
        text => $"\"{text.ValueSpan[1..80]}… {text.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Value)))}\"");

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.){2000,}\"")]
    private static partial Regex LongText();

    /// <summary>As a writer merges that is never in time, so that the expected files can be read.</summary>
    private static List<StreamResponse> Merged(IEnumerable<MappedEvent> events)
    {
        var merged = new List<StreamResponse>();
        foreach (var e in events)
        {
            if (e.IsTextDelta && merged.Count > 0 && DeltaMerging.TryMerge(merged[^1], e.Event) is { } joined)
            {
                merged[^1] = joined;
            }
            else
            {
                merged.Add(e.Event);
            }
        }

        return merged;
    }

    private static List<MappedEvent> Play(string name)
    {
        TurnEventMapper? mapper = null;
        var events = new List<MappedEvent>();
        var open = new List<(ServerRequest Request, Interrupt Interrupt)>();
        foreach (var (message, now) in Transcript.Read(name))
        {
            mapper ??= new TurnEventMapper(Codex.Identity with { ThreadId = ThreadOf(message), TurnId = null }, existing: null);
            switch (message)
            {
                case ServerRequest request when mapper.Ask(request) is { } draft:
                    var asked = new Interrupt
                    {
                        Id = "request-" + request.RequestId,
                        TaskId = Codex.Identity.TaskId,
                        ContextId = Codex.Identity.ContextId,
                        Owner = new Owner("", "user"),
                        Type = draft.Type,
                        Details = draft.Details,
                        Epoch = 1,
                        AskedAt = now,
                        Deadline = now.AddHours(1),
                    };
                    open.Add((request, asked));
                    events.AddRange(mapper.InputRequired(asked, [.. open.Select(o => o.Interrupt)], now));
                    break;
                case ServerRequestResolvedNotification resolved:
                    var index = open.FindIndex(o => o.Request.RequestId == resolved.RequestId);
                    var closed = open[index].Interrupt with { Status = InterruptStatus.Answered, Reply = Reply(name) };
                    open.RemoveAt(index);
                    events.AddRange(mapper.InputResolved(closed, [.. open.Select(o => o.Interrupt)], now));
                    break;
                case TurnCompletedNotification completed:
                    events.AddRange(mapper.Map(completed, now));
                    events.AddRange(mapper.Finish(TurnOutcome.From(completed.Turn, name.Contains("cancel", StringComparison.Ordinal) || name.Contains("interrupt", StringComparison.Ordinal)), now));
                    break;
                case Notification n:
                    events.AddRange(mapper.Map(n, now));
                    break;
            }
        }

        Assert.True(mapper!.IsFinished);
        return events;
    }

    private static string ThreadOf(AppServerMessage message) => message switch
    {
        Notification n => n.ThreadId!,
        ServerRequest r => r.ThreadId,
        _ => throw new InvalidOperationException("No thread."),
    };

    private static InterruptReply Reply(string name) => new()
    {
        Decision = name.Contains("session", StringComparison.Ordinal) ? InterruptDecision.ApproveForSession
            : name.Contains("decline", StringComparison.Ordinal) ? InterruptDecision.Deny
            : name.Contains("cancel", StringComparison.Ordinal) ? InterruptDecision.Cancel
            : InterruptDecision.Approve,
    };
}
