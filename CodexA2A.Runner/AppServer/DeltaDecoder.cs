using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// The pieces of a text, which are nine tenths of all lines, read in one pass without the serialiser's detours. Whatever is not
/// as usual is left to <see cref="NotificationDecoder"/>; pure.
/// </summary>
internal static class DeltaDecoder
{
    /// <summary>The notification; null when it is none of these, or not as usual.</summary>
    /// <exception cref="JsonException">The parameters are no JSON.</exception>
    public static Notification? Decode(string method, ReadOnlySpan<byte> parameters)
    {
        try
        {
            return Read(method, parameters);
        }
        catch (InvalidOperationException)
        {
            // Text that is no UTF-8.
            return null;
        }
    }

    private static Notification? Read(string method, ReadOnlySpan<byte> parameters)
    {
        switch (method)
        {
            case "item/agentMessage/delta":
                return Fields.Read(parameters) is { Delta: { } text } message
                    ? new AgentMessageDeltaNotification(message.ItemId!, text) { ThreadId = message.ThreadId, TurnId = message.TurnId }
                    : null;
            case "item/reasoning/summaryTextDelta":
                return Fields.Read(parameters) is { Delta: { } summary, Index: { } part } reasoning
                    ? new ReasoningSummaryTextDeltaNotification(reasoning.ItemId!, summary, part) { ThreadId = reasoning.ThreadId, TurnId = reasoning.TurnId }
                    : null;
            case "item/commandExecution/outputDelta":
                return Fields.Read(parameters) is { Delta: { } output } command
                    ? new CommandExecutionOutputDeltaNotification(command.ItemId!, output) { ThreadId = command.ThreadId, TurnId = command.TurnId }
                    : null;
            default:
                return null;
        }
    }

    private readonly record struct Fields(string? ThreadId, string? TurnId, string? ItemId, string? Delta, int? Index)
    {
        /// <summary>Without a delta when a member is missing, or of another kind than usual.</summary>
        public static Fields Read(ReadOnlySpan<byte> parameters)
        {
            var reader = new Utf8JsonReader(parameters, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return default;
            var fields = default(Fields);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("threadId"u8))
                    fields = fields with { ThreadId = Text(ref reader) };
                else if (reader.ValueTextEquals("turnId"u8))
                    fields = fields with { TurnId = Text(ref reader) };
                else if (reader.ValueTextEquals("itemId"u8))
                    fields = fields with { ItemId = Text(ref reader) };
                else if (reader.ValueTextEquals("delta"u8))
                    fields = fields with { Delta = Text(ref reader) };
                else if (reader.ValueTextEquals("summaryIndex"u8))
                    fields = fields with { Index = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : Skip(ref reader) };
                else
                    reader.Skip();
            }

            return fields is { ThreadId: not null, TurnId: not null, ItemId: not null } ? fields : default;
        }

        private static string? Text(ref Utf8JsonReader reader)
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.String)
                return reader.GetString();
            reader.Skip();
            return null;
        }

        private static int? Skip(ref Utf8JsonReader reader)
        {
            reader.Skip();
            return null;
        }
    }
}
