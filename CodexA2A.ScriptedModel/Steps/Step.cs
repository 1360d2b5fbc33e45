namespace CodexA2A.ScriptedModel.Steps;

/// <summary>One thing the server does while it answers a request. A scenario is a sequence of these.</summary>
internal abstract record Step;

/// <summary>Sends one server-sent event and flushes it.</summary>
/// <param name="Type">The event's name, which is also the <c>type</c> inside the data.</param>
/// <param name="Data">The event's JSON, UTF-8, without line breaks.</param>
internal sealed record SendEvent(string Type, ReadOnlyMemory<byte> Data) : Step;

/// <summary>Sends one event whose data holds the time of sending, in microseconds of Unix time.</summary>
internal sealed record SendStamped(string Type, Func<long, ReadOnlyMemory<byte>> Render) : Step;

/// <summary>Sends a line as it stands, to show a client bytes that are not the protocol.</summary>
internal sealed record SendRaw(string Text) : Step;

/// <summary>Waits before the next step.</summary>
internal sealed record Pause(TimeSpan Duration) : Step;

/// <summary>Waits while the gate of this name is held; passes at once if nobody holds it.</summary>
internal sealed record PassGate(string Name) : Step;

/// <summary>Adds a response header; only before the first event.</summary>
internal sealed record AddHeader(string Name, string Value) : Step;

/// <summary>Sends the response headers now, before any event.</summary>
internal sealed record OpenStream : Step;

/// <summary>Answers with an HTTP error instead of a stream; only as the first step.</summary>
internal sealed record Refuse(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null) : Step;

/// <summary>Sends nothing more and keeps the connection until the client leaves (or the hold limit passes).</summary>
internal sealed record Hang : Step;

/// <summary>Resets the connection.</summary>
internal sealed record Cut : Step;
