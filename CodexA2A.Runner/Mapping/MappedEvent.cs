namespace CodexA2A.Runner.Mapping;

/// <summary>An event for the task's log.</summary>
/// <param name="Event">The A2A event; <see cref="Tasks.StreamStamp"/> gives it its id when it is written.</param>
/// <param name="IsTextDelta">A piece of a stream (text, or output of a tool) that may be merged with the next piece (<see cref="DeltaMerging"/>).</param>
internal readonly record struct MappedEvent(StreamResponse Event, bool IsTextDelta);
