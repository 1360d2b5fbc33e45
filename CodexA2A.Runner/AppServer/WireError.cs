using System.Text.Json;

namespace CodexA2A.Runner.AppServer;

/// <summary>A JSON-RPC error as an exception; pure and tolerant.</summary>
internal static class WireError
{
    /// <summary>Code, message and data, whatever of them is there.</summary>
    public static AppServerRequestException Read(string method, ReadOnlySpan<byte> error)
    {
        var reader = new Utf8JsonReader(error);
        var element = JsonElement.ParseValue(ref reader);
        var code = 0;
        JsonElement? data = null;
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number)
                number.TryGetInt32(out code);
            if (element.TryGetProperty("data", out var details))
                data = details;
        }

        return new AppServerRequestException(method, code, element.TextOf("message") ?? "Codex gave no reason.", data);
    }
}
