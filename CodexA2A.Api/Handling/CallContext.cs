using CodexA2A.Api.Access;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>What a call brings along besides its request, the same in every binding.</summary>
internal sealed record CallContext
{
    /// <summary>Who calls; every read and write is theirs.</summary>
    public required Owner Owner { get; init; }

    /// <summary>What its credential lists.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What that grants (<see cref="CapabilityNames.Read"/>).</summary>
    public required Capability Granted { get; init; }

    /// <summary>What is called, as in <see cref="Permissions"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>The negotiated protocol version.</summary>
    public required string Version { get; init; }

    /// <summary>The URIs of A2A-Extensions, as the client wrote them.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Last-Event-ID: the header is itself the wish to go on after it (contracts.md §2).</summary>
    public string? LastEventId { get; init; }

    /// <summary>Idempotency-Key.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>W3C traceparent of this call, for the commands it makes.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C tracestate that came with it.</summary>
    public string? TraceState { get; init; }

    /// <summary>Asks for more than the operation does, of a call that does more.</summary>
    /// <exception cref="A2AException">AUTHORIZATION_FORBIDDEN.</exception>
    public void Require(Capability asked) => Permissions.Require(Operation, Granted, asked);
}
