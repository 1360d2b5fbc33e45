using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace CodexA2A.Protocol.Tests;

/// <summary>Random values of the wire types, small and full of edge cases.</summary>
internal static class Generate
{
    private static readonly Gen<string> Text = Gen.OneOf("", "a", "b ", "é", "😀", "\n\t\u0001", "\"<>&\\", "long text ", "\u2028");
    private static readonly Gen<string?> MaybeText = Text.Null();
    private static readonly Gen<string> Id = Gen.OneOf("1", "2", "3");
    private static readonly Gen<JsonObject?> Metadata = Gen.OneOf(
        "{}", """{"shared":{"stream":{"sequence":1}}}""", """{"shared":{"usage":{"input_tokens":2}}}""", """{"shared":3,"k":null}""", """{"k":[1,{"a":"b"}]}""")
        .Select(Make.Object).Null(0.3);
    private static readonly Gen<JsonElement> Data = Gen.OneOf("0", "-1.50", "true", "\"\"", "[]", "{}", """{"kind":"state","a":[null,"x"]}""").Select(Wire.Element);
    private static readonly Gen<IReadOnlyList<string>?> Uris = Gen.OneOf("urn:x", "urn:y", "urn:z").List[1, 2].Select(list => (IReadOnlyList<string>)list.Distinct().ToList()).Null();
    private static readonly Gen<DateTimeOffset?> Time = Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds).Nullable();

    public static readonly Gen<Part> Part = Gen.Select(
        Gen.Frequency(
            (6, Text.Select(text => new Part { Text = text })),
            (1, Gen.Byte.Array[0, 5].Select(bytes => new Part { Raw = bytes })),
            (1, Text.Select(url => new Part { Url = url })),
            (2, Data.Select(data => new Part { Data = data }))),
        Gen.OneOf("text/plain", "text/markdown").Null(0.6), Gen.Const("f.txt").Null(0.7), Metadata,
        (part, mediaType, filename, metadata) => part with { MediaType = mediaType, Filename = filename, Metadata = metadata });

    public static readonly Gen<Message> Message = Gen.Select(Id, MaybeText, MaybeText, Gen.Enum<Role>(), Part.List[0, 3], Metadata, Uris, Uris,
        (id, context, task, role, parts, metadata, extensions, references) => new Message
        {
            MessageId = id,
            ContextId = context,
            TaskId = task,
            Role = role,
            Parts = parts,
            Metadata = metadata,
            Extensions = extensions,
            ReferenceTaskIds = references,
        });

    public static readonly Gen<Artifact> Artifact = Gen.Select(Id, MaybeText, MaybeText, Part.List[0, 4], Metadata, Uris,
        (id, name, description, parts, metadata, extensions) => new Artifact { ArtifactId = id, Name = name, Description = description, Parts = parts, Metadata = metadata, Extensions = extensions });

    public static readonly Gen<TaskStatus> Status = Gen.Select(Gen.Enum<TaskState>(), Message.Null(), Time,
        (state, message, time) => new TaskStatus { State = state, Message = message, Timestamp = time });

    public static readonly Gen<AgentTask> Task = Gen.Select(Status, Artifact.List[0, 3], Message.List[0, 3], Metadata,
        (status, artifacts, history, metadata) => new AgentTask
        {
            Id = "t",
            ContextId = "c",
            Status = status,
            Metadata = metadata,
            Artifacts = artifacts.Count == 0 ? null : artifacts,
            History = history.Count == 0 ? null : history,
        });

    public static readonly Gen<StreamResponse> Event = Gen.Frequency(
        (1, Task.Select(StreamResponse.FromTask)),
        (1, Message.Select(StreamResponse.FromMessage)),
        (5, Gen.Select(Status, Metadata, (status, metadata) => StreamResponse.FromStatusUpdate(new() { TaskId = "t", ContextId = "c", Status = status, Metadata = metadata }))),
        (20, Gen.Select(Artifact, Gen.Bool, Gen.Bool, Gen.Bool, Metadata, (artifact, append, again, last, metadata) => StreamResponse.FromArtifactUpdate(
            new() { TaskId = "t", ContextId = "c", Artifact = artifact, Append = append || again, LastChunk = last, Metadata = metadata }))));
}
