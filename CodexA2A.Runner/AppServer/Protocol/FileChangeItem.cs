using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>A patch. <see cref="Status"/>: <c>inProgress</c>, <c>completed</c>, <c>failed</c>, <c>declined</c>.</summary>
internal sealed record FileChangeItem(IReadOnlyList<FileUpdateChange>? Changes = null, string? Status = null) : ThreadItem;

/// <summary>One file of a patch: for <c>add</c> the diff is the plain new content, for <c>update</c> its hunks.</summary>
internal sealed record FileUpdateChange(string Path, PatchChangeKind Kind, string? Diff = null);

/// <summary><c>add</c>, <c>delete</c> or <c>update</c>, the latter perhaps with a new path.</summary>
internal sealed record PatchChangeKind(string Type, [property: JsonPropertyName("move_path")] string? MovePath = null);
