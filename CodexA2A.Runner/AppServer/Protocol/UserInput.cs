using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// One part of a user message. Codex takes at most 1,048,576 characters of text in one request, and images only as
/// data URLs or local paths. Kinds this version does not know read as this base type.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(TextInput), "text")]
[JsonDerivedType(typeof(ImageInput), "image")]
[JsonDerivedType(typeof(LocalImageInput), "localImage")]
[JsonDerivedType(typeof(SkillInput), "skill")]
[JsonDerivedType(typeof(MentionInput), "mention")]
internal record UserInput;

/// <summary>Plain text.</summary>
internal sealed record TextInput(string Text) : UserInput;

/// <summary>An image as a <c>data:</c> URL; <see cref="Detail"/> is <c>auto</c>, <c>low</c>, <c>high</c> or <c>original</c>.</summary>
internal sealed record ImageInput(string? Url, string? Detail = null) : UserInput;

/// <summary>An image file that the Codex process can read.</summary>
internal sealed record LocalImageInput(string Path, string? Detail = null) : UserInput;

/// <summary>A skill, by name and path.</summary>
internal sealed record SkillInput(string Name, string Path) : UserInput;

/// <summary>A mention of a file or app.</summary>
internal sealed record MentionInput(string Name, string Path) : UserInput;
