namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Artifact (A2A 1.0, 4.1.7).</summary>
internal static class Artifacts
{
    public static Wire.Artifact ToWire(this Artifact artifact)
    {
        var wire = new Wire.Artifact
        {
            ArtifactId = artifact.ArtifactId,
            Name = artifact.Name ?? "",
            Description = artifact.Description ?? "",
            Metadata = artifact.Metadata.ToStruct(),
        };
        wire.Parts.AddAll(artifact.Parts, Parts.ToWire);
        wire.Extensions.AddAll(artifact.Extensions);
        return wire;
    }

    public static Artifact ToRecord(this Wire.Artifact wire) => new()
    {
        ArtifactId = wire.ArtifactId,
        Name = wire.Name.OrNull(),
        Description = wire.Description.OrNull(),
        Parts = wire.Parts.Read(Parts.ToRecord),
        Metadata = wire.Metadata.ToJson(),
        Extensions = wire.Extensions.OrNull(),
    };
}
