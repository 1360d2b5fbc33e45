using Google.Protobuf;

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Part (A2A 1.0, 4.1.6).</summary>
internal static class Parts
{
    public static Wire.Part ToWire(this Part part)
    {
        var wire = new Wire.Part { Filename = part.Filename ?? "", MediaType = part.MediaType ?? "", Metadata = part.Metadata.ToStruct() };
        switch (part.ContentCase)
        {
            case PartContentCase.Text: wire.Text = part.Text; break;
            case PartContentCase.Raw: wire.Raw = UnsafeByteOperations.UnsafeWrap(part.Raw!.Value); break;
            case PartContentCase.Url: wire.Url = part.Url; break;
            case PartContentCase.Data: wire.Data = part.Data!.Value.ToValue(); break;
        }

        return wire;
    }

    /// <summary>Without any content where the wire has none: who reads the request refuses that, with the place.</summary>
    public static Part ToRecord(this Wire.Part wire) => new()
    {
        Text = wire.ContentCase == Wire.Part.ContentOneofCase.Text ? wire.Text : null,
        // Without the type null would be an empty memory, which is content.
        Raw = wire.ContentCase == Wire.Part.ContentOneofCase.Raw ? wire.Raw.Memory : (ReadOnlyMemory<byte>?)null,
        Url = wire.ContentCase == Wire.Part.ContentOneofCase.Url ? wire.Url : null,
        Data = wire.ContentCase == Wire.Part.ContentOneofCase.Data ? wire.Data.ToElement("message.parts.data") : null,
        Metadata = wire.Metadata.ToJson("message.parts.metadata"),
        Filename = wire.Filename.OrNull(),
        MediaType = wire.MediaType.OrNull(),
    };
}
