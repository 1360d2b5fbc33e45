using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>Values of the size that a turn has.</summary>
internal static class Samples
{
    public const string Request = """
        {"message":{"messageId":"0f0e0d0c-0b0a-0908-0706-050403020100","role":"ROLE_USER","contextId":"context-1","parts":[{"text":"Fix the failing test in the parser, then run all tests again."}],"metadata":{"shared":{"session":{"id":"01a20416-7eb0-7ad0-a575-a3adc5838b7a"}}}},"configuration":{"acceptedOutputModes":["text/plain"],"returnImmediately":false}}
        """;

    /// <summary>A piece of text as it is streamed.</summary>
    public static StreamResponse Text(string taskId, EventId id, bool append = true) => StreamStamp.Apply(
        StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = taskId,
            ContextId = "context-1",
            Append = append,
            Artifact = new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText("The parser dropped the last token of a line. ")] },
        }),
        id);
}
