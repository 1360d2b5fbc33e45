using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>Which content a <see cref="Part"/> carries.</summary>
public enum PartContentCase
{
    /// <summary>None, or more than one: not a valid part.</summary>
    None,

    /// <summary><see cref="Part.Text"/>.</summary>
    Text,

    /// <summary><see cref="Part.Raw"/>.</summary>
    Raw,

    /// <summary><see cref="Part.Url"/>.</summary>
    Url,

    /// <summary><see cref="Part.Data"/>.</summary>
    Data,
}

/// <summary>One piece of content of a message or an artifact (A2A 1.0, <c>Part</c>): exactly one of text, raw, url and data. An empty text is content.</summary>
public sealed record Part : IOneOf
{
    /// <summary>Text.</summary>
    [JsonConverter(typeof(LongTextConverter))]
    public string? Text { get; init; }

    /// <summary>Bytes; base64 in JSON.</summary>
    public ReadOnlyMemory<byte>? Raw { get; init; }

    /// <summary>Address of the content.</summary>
    public string? Url { get; init; }

    /// <summary>Any JSON value but null. It must not depend on a document that gets disposed (<see cref="JsonElement.Clone"/>).</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Free data of this part; never change it once the part is built.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Name of the file the content came from.</summary>
    public string? Filename { get; init; }

    /// <summary>Media type of the content, for every kind of content.</summary>
    public string? MediaType { get; init; }

    /// <summary>Which content is set.</summary>
    [JsonIgnore]
    public PartContentCase ContentCase => ((IOneOf)this).SetCount != 1 ? PartContentCase.None
        : Text is not null ? PartContentCase.Text
        : Raw is not null ? PartContentCase.Raw
        : Url is not null ? PartContentCase.Url
        : PartContentCase.Data;

    int IOneOf.SetCount => (Text is null ? 0 : 1) + (Raw is null ? 0 : 1) + (Url is null ? 0 : 1) + (Data is null ? 0 : 1);

    string IOneOf.Alternatives => "text, raw, url, data";

    /// <summary>A part of text.</summary>
    public static Part FromText(string text, string? mediaType = null) => new() { Text = text, MediaType = mediaType };

    /// <summary>A part of bytes.</summary>
    public static Part FromRaw(ReadOnlyMemory<byte> raw, string? mediaType = null, string? filename = null) =>
        new() { Raw = raw, MediaType = mediaType, Filename = filename };

    /// <summary>A part that points to its content.</summary>
    public static Part FromUrl(string url, string? mediaType = null, string? filename = null) =>
        new() { Url = url, MediaType = mediaType, Filename = filename };

    /// <summary>A part of JSON; the element is cloned.</summary>
    public static Part FromData(JsonElement data, string? mediaType = null) => new() { Data = data.Clone(), MediaType = mediaType };

    /// <summary>A part of JSON; the node is copied.</summary>
    public static Part FromData(JsonNode data, string? mediaType = null) => new() { Data = A2AJson.ToElement(data), MediaType = mediaType };
}
