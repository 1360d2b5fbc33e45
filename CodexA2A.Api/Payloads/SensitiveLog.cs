using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Payloads;

/// <summary>
/// The log of what is said, where <c>A2A:LogPayloads</c> asks for it: bodies of calls and their results over JSON-RPC and HTTP+JSON,
/// redacted. Not events of streams, and nothing of gRPC.
/// </summary>
internal sealed partial class SensitiveLog
{
    /// <summary>The category of the log.</summary>
    public const string Category = "CodexA2A.Payloads";

    private readonly ILogger logger;
    private readonly int maxBytes;

    public SensitiveLog(ILoggerFactory loggers, IOptions<A2AOptions> options)
    {
        logger = loggers.CreateLogger(Category);
        maxBytes = options.Value.LogPayloadBytes;
        if (options.Value.LogPayloads) LogOn();
    }

    /// <summary>Tells the body of a call.</summary>
    public void Asked(string operation, ReadOnlySpan<byte> body)
    {
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        LogAsked(operation, body.Length, UnshownCalls.Has(operation) || UnshownCalls.MayAnswer(operation, body) ? SecretText.Mark : Redactor.Redact(body, maxBytes));
    }

    /// <summary>Tells a result.</summary>
    public void Answered(string operation, ReadOnlySpan<byte> result)
    {
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        LogAnswered(operation, result.Length, UnshownCalls.Has(operation) || UnshownCalls.TellsCommand(result) ? SecretText.Mark : Redactor.Redact(result, maxBytes));
    }

    [LoggerMessage(LogLevel.Warning, "A2A:LogPayloads is on: what callers and the agent say is in this log, but for what looks like a secret")]
    private partial void LogOn();

    [LoggerMessage(LogLevel.Debug, "{Operation} with {Bytes} bytes: {Body}")]
    private partial void LogAsked(string operation, int bytes, string body);

    [LoggerMessage(LogLevel.Debug, "{Operation} answered {Bytes} bytes: {Result}")]
    private partial void LogAnswered(string operation, int bytes, string result);
}
