using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>How much of what was asked for came about.</summary>
internal enum Granted
{
    Nothing,
    Part,
    All,
}

/// <summary>One of the things that Codex asks: how it is brought to ask it, what a client may answer, and how it shows that Codex heard.</summary>
/// <param name="Name">Its name in the tests.</param>
/// <param name="Type">Its <c>type</c>.</param>
/// <param name="Ask">The message that makes the model ask, for a name that nothing else has.</param>
/// <param name="Yes">All that can be granted, as params of its method.</param>
/// <param name="Some">Less than that.</param>
/// <param name="No">Nothing.</param>
/// <param name="Seen">What a task that has ended shows of it.</param>
internal sealed record QuestionKind(
    string Name,
    string Type,
    Func<TestFolder, string, string> Ask,
    Func<TestFolder, string, JsonObject> Yes,
    Func<TestFolder, string, JsonObject> Some,
    JsonObject No,
    Func<TestFolder, string, AgentTask, Granted> Seen)
{
    /// <summary>The whole grant holds for the session, so that the same is not asked again.</summary>
    public bool Lasts { get; init; }

    /// <summary>More than was asked for, and the field that is refused.</summary>
    public required Func<TestFolder, string, (JsonObject Reply, string Field)> TooMuch { get; init; }

    /// <summary>The method that answers it.</summary>
    public string Method => $"a2a.interrupt.{Type}.reply";

    /// <summary>The method that says no.</summary>
    public string NoMethod => Type == "question" ? "a2a.interrupt.question.reject" : Method;

    /// <summary>An ordinary message that says the same as params of the method: words where there are some, else one data part.</summary>
    public JsonObject Message(string task, string question, JsonObject reply)
    {
        var parameters = A2AHttp.Message("", taskId: task);
        JsonNode part = Words(reply) is { } words ? new JsonObject { ["text"] = words }
            : new JsonObject { ["data"] = (Name == "form" ? reply["content"]! : reply).DeepClone() };
        parameters["message"]!["parts"] = new JsonArray(part);
        parameters["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = question } } };
        return parameters;
    }

    private static string? Words(JsonObject reply) => ((string?)reply["reply"], (string?)reply["action"], (string?)reply["persist"]) switch
    {
        ("once", _, _) => "approve",
        ("always", _, _) => "approve for session",
        ("reject", _, _) or (_, "decline", _) => "deny",
        (_, "accept", "session") => "Approve for session",
        (_, "accept", null) when reply["content"] is null => "YES",
        _ when reply["permissions"] is JsonObject { Count: 0 } => "no",
        _ => null,
    };
}
