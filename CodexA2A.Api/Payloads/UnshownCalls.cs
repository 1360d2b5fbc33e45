using System.Collections.Frozen;
using System.Text.Json;
using CodexA2A.Api.Compat.V03;

namespace CodexA2A.Api.Payloads;

/// <summary>The calls whose bodies or results are never shown, redacted or not: they exist to carry a secret, or may do so in words of their own.</summary>
internal static class UnshownCalls
{
    private static readonly FrozenSet<string> Names = new[]
    {
        Methods.CreateTaskPushNotificationConfig, Methods.GetTaskPushNotificationConfig, Methods.ListTaskPushNotificationConfigs, Dialects.NestedPushConfig.ListAlias,
        V03Methods.SetPush, V03Methods.GetPush, V03Methods.ListPush,
        "a2a.interrupt.question.reply", "a2a.interrupt.elicitation.reply",
        "codex.exec.start", "codex.exec.write", "codex.sessions.shell",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Messages = new[]
    {
        Methods.SendMessage, Methods.SendStreamingMessage, V03Methods.Send, V03Methods.Stream,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a call whose body and result are not shown.</summary>
    public static bool Has(string operation) => Names.Contains(operation);

    /// <summary>True for a message to a task: it may answer a question, whose answer may be a secret.</summary>
    public static bool MayAnswer(string operation, ReadOnlySpan<byte> body)
    {
        if (!Messages.Contains(operation)) return false;
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 128 }));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("taskId"u8) || reader.ValueTextEquals("task_id"u8))) return true;
            }

            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Nobody will carry it out, but what it was meant to be nobody knows.
            return true;
        }
    }

    /// <summary>True for a result with the task of a command (<c>codex.exec</c>): its line, which is not shown when it is sent, is in it.</summary>
    public static bool TellsCommand(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 128 }));
        var codex = -1;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                if (codex >= 0 && reader.CurrentDepth == codex + 1 && reader.ValueTextEquals("exec"u8)) return true;
                if (reader.ValueTextEquals("codex"u8)) codex = reader.CurrentDepth;
                else if (reader.CurrentDepth <= codex) codex = -1;
            }

            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }
}
