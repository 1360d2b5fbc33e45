using System.Text;

namespace CodexA2A.Api.Tests.Hostile;

/// <summary>A body that is refused.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Code">What it is refused with.</param>
internal sealed record HostileBody(string Name, A2AErrorCode Code)
{
    /// <summary>What is sent to <c>POST /</c>; none is sent where it is about the other binding.</summary>
    public byte[]? Rpc { get; init; }

    /// <summary>What is sent to <c>POST /message:send</c>; none is sent where it is about the other binding.</summary>
    public byte[]? Rest { get; init; }

    /// <summary>The member, or the header, that the refusal names.</summary>
    public string? Field { get; init; }

    public string? ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    /// <summary>A send in both bindings.</summary>
    /// <param name="name">What is wrong with it.</param>
    /// <param name="code">What it is refused with.</param>
    /// <param name="send">The params as text.</param>
    /// <param name="field">The member that is wrong.</param>
    public static HostileBody Of(string name, A2AErrorCode code, string send, string? field = null) =>
        new(name, code) { Rpc = Encoding.UTF8.GetBytes(Envelope(send)), Rest = Encoding.UTF8.GetBytes(send), Field = field };

    /// <summary>The same bytes to both.</summary>
    public static HostileBody Whole(string name, A2AErrorCode code, byte[] body) => new(name, code) { Rpc = body, Rest = body };

    /// <summary>The send that is right, with bytes before and behind it.</summary>
    public static HostileBody Around(string name, Func<string, byte[]> change) =>
        new(name, A2AErrorCode.ParseError) { Rpc = change(Envelope(Good)), Rest = change(Good) };

    /// <summary>The send that is right.</summary>
    public static string Good { get; } = With("1");

    /// <summary>The send that is right, with a value in its metadata.</summary>
    public static string With(string value) =>
        """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]},"configuration":{"returnImmediately":true},"metadata":{"x":""" + value + "}}";

    /// <summary>A send whose message has other members.</summary>
    public static string Message(string members) => "{\"message\":{" + members + """},"configuration":{"returnImmediately":true}}""";

    public static string Envelope(string send) => $$"""{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{{send}}}""";
}
