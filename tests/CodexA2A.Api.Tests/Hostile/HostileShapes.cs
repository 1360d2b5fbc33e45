using System.Text;
using static CodexA2A.Api.Tests.Hostile.HostileBody;

namespace CodexA2A.Api.Tests.Hostile;

/// <summary>JSON of another shape than a call has.</summary>
internal static class HostileShapes
{
    private const string Sender = "\"messageId\":\"m\",\"role\":\"ROLE_USER\"";

    private static readonly (string Name, string Send, string Field)[] Sends =
    [
        ("No message", "{}", "message"),
        ("A message that is null", "{\"message\":null}", "message"),
        ("A message that is a list", "{\"message\":[]}", "message"),
        ("A message that is a text", "{\"message\":\"x\"}", "message"),
        ("Parts that are an object", Message($"{Sender},\"parts\":{{}}"), "message.parts"),
        ("A part that is null", Message($"{Sender},\"parts\":[null]"), "message.parts[0]"),
        ("A part that is a list", Message($"{Sender},\"parts\":[[]]"), "message.parts[0]"),
        ("A part that is empty", Message($"{Sender},\"parts\":[{{}}]"), "message.parts[0]"),
        ("A text that is a number", Message($"{Sender},\"parts\":[{{\"text\":5}}]"), "message.parts[0].text"),
        ("Bytes that are no Base64", Message($"{Sender},\"parts\":[{{\"raw\":\"!\"}}]"), "message.parts[0].raw"),
        ("A role that is a number of nobody", Message("\"messageId\":\"m\",\"role\":99,\"parts\":[{\"text\":\"x\"}]"), "message.role"),
        ("A role in lower case", Message("\"messageId\":\"m\",\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]"), "message.role"),
        ("An id that is an object", Message("\"messageId\":{},\"role\":\"ROLE_USER\",\"parts\":[{\"text\":\"x\"}]"), "message.messageId"),
        ("Metadata that are a list", Message($"{Sender},\"parts\":[{{\"text\":\"x\"}}],\"metadata\":[]"), "message.metadata"),
        ("A number beyond all", Configured("\"historyLength\":1e400"), "configuration.historyLength"),
        ("A number beyond 32 bits", Configured("\"historyLength\":2147483648"), "configuration.historyLength"),
        ("A fraction", Configured("\"historyLength\":1.5"), "configuration.historyLength"),
        ("A number of 1000 digits", Configured($"\"historyLength\":{new string('9', 1000)}"), "configuration.historyLength"),
        ("A number in words", Configured("\"historyLength\":\"NaN\""), "configuration.historyLength"),
        ("A wish that is neither true nor false", Configured("\"returnImmediately\":\"yes\""), "configuration.returnImmediately"),
    ];

    private static readonly (string Name, string Body, A2AErrorCode Code, string? Field)[] Envelopes =
    [
        ("A batch", $"[{Envelope(Good)}]", A2AErrorCode.InvalidRequest, null),
        ("A batch of nothing", "[]", A2AErrorCode.InvalidRequest, null),
        ("A text", "\"SendMessage\"", A2AErrorCode.InvalidRequest, null),
        ("A number", "1", A2AErrorCode.InvalidRequest, null),
        ("Null", "null", A2AErrorCode.InvalidRequest, null),
        ("An empty object", "{}", A2AErrorCode.InvalidRequest, null),
        ("A version that is a number", "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"SendMessage\"}", A2AErrorCode.InvalidRequest, null),
        ("Another version", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"SendMessage\"}", A2AErrorCode.InvalidRequest, null),
        ("An id that is a list", "{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":\"SendMessage\"}", A2AErrorCode.InvalidRequest, null),
        ("An id that is true", "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"SendMessage\"}", A2AErrorCode.InvalidRequest, null),
        ("An id of 2000 digits", $"{{\"jsonrpc\":\"2.0\",\"id\":{new string('9', 2000)},\"method\":\"SendMessage\"}}", A2AErrorCode.InvalidRequest, null),
        ("An id twice", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"SendMessage\"}", A2AErrorCode.ParseError, null),
        ("A method that is null", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", A2AErrorCode.InvalidRequest, null),
        ("A method that is an object", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":{}}", A2AErrorCode.InvalidRequest, null),
        ("A method without a name", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}", A2AErrorCode.InvalidRequest, null),
        ("A method of every object", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"constructor\"}", A2AErrorCode.MethodNotFound, null),
        ("A method of prototypes", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"__proto__\"}", A2AErrorCode.MethodNotFound, null),
        ("A method with a zero in it", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SendMessage\\u0000\"}", A2AErrorCode.MethodNotFound, null),
        ("A method in capitals", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SENDMESSAGE\"}", A2AErrorCode.MethodNotFound, null),
        ("A method of 100,000 letters", $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{new string('a', 100_000)}\"}}", A2AErrorCode.MethodNotFound, null),
        ("Params that are a list", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SendMessage\",\"params\":[1]}", A2AErrorCode.InvalidParams, "params"),
        ("Params that are a text", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SendMessage\",\"params\":\"x\"}", A2AErrorCode.InvalidParams, "params"),
    ];

    public static IEnumerable<HostileBody> All =>
    [
        .. Sends.Select(item => Of(item.Name, A2AErrorCode.InvalidParams, item.Send, item.Field)),
        .. Envelopes.Select(item => new HostileBody($"JSON-RPC: {item.Name}", item.Code) { Rpc = Encoding.UTF8.GetBytes(item.Body), Field = item.Field }),
        Route("A call of JSON-RPC", A2AErrorCode.InvalidRequest, Envelope(Good)),
        Route("A list", A2AErrorCode.InvalidParams, $"[{Good}]"),
        Route("A text", A2AErrorCode.InvalidParams, "\"x\""),
        Route("Null", A2AErrorCode.InvalidParams, "null"),
    ];

    private static string Configured(string member) =>
        """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]},"configuration":{""" + member + "}}";

    private static HostileBody Route(string name, A2AErrorCode code, string body) => new($"HTTP+JSON: {name}", code) { Rest = Encoding.UTF8.GetBytes(body) };
}
