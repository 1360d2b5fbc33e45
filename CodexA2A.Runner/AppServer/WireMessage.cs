using System.Text;
using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// One line of Codex, its members found but not decoded. Codex's envelope is JSON-RPC without the <c>jsonrpc</c> member,
/// with requests in both directions.
/// </summary>
internal readonly ref struct WireMessage
{
    /// <summary>Id of a request or an answer.</summary>
    public RequestId? Id { get; private init; }

    /// <summary>Method of a request or a notification.</summary>
    public string? Method { get; private init; }

    /// <summary>Parameters as they stand; empty when there are none.</summary>
    public ReadOnlySpan<byte> Params { get; private init; }

    /// <summary>Result as it stands; empty when there is none.</summary>
    public ReadOnlySpan<byte> Result { get; private init; }

    /// <summary>Error as it stands; empty when there is none.</summary>
    public ReadOnlySpan<byte> Error { get; private init; }

    /// <summary>Finds the members; false when the line is no JSON object, or has half of a character somewhere in it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out WireMessage message)
    {
        message = default;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            RequestId? id = null;
            string? method = null;
            ReadOnlySpan<byte> parameters = default, result = default, error = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("method"u8))
                    method = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : Skip(ref reader);
                else if (reader.ValueTextEquals("id"u8))
                    id = ReadId(ref reader, line);
                else if (reader.ValueTextEquals("params"u8))
                    parameters = line[Value(ref reader)];
                else if (reader.ValueTextEquals("result"u8))
                    result = line[Value(ref reader)];
                else if (reader.ValueTextEquals("error"u8))
                    error = line[Value(ref reader)];
                else
                    reader.Skip();
            }

            if (reader.Read())
                return false;
            CheckSurrogates(line);
            message = new WireMessage { Id = id, Method = method, Params = parameters, Result = result, Error = error };
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A method or id that is no valid UTF-8, or a name or text that is no valid UTF-16.
            return false;
        }
    }

    // Whoever looks for a member would stumble over such a name. Codex itself escapes no surrogates, so nearly no line is read twice.
    private static void CheckSurrogates(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("\\ud"u8) < 0 && line.IndexOf("\\uD"u8) < 0)
            return;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
                _ = reader.GetString();
        }
    }

    private static string? Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private static RequestId? ReadId(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var token = line[Value(ref reader)];
        return reader.TokenType is JsonTokenType.Number or JsonTokenType.String && token.Length <= 256
            ? new RequestId(Encoding.UTF8.GetString(token))
            : null;
    }

    private static Range Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
