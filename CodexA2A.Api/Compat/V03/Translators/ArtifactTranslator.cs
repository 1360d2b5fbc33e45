using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Artifacts; no client sends one.</summary>
internal static class ArtifactTranslator
{
    public static RpcArtifact ToRpc(Artifact artifact) => new()
    {
        ArtifactId = artifact.ArtifactId,
        Parts = [.. artifact.Parts.Select(PartTranslator.ToRpc)],
        Name = Given.OrNone(artifact.Name),
        Description = Given.OrNone(artifact.Description),
        Metadata = artifact.Metadata,
        Extensions = Given.OrNone(artifact.Extensions),
    };

    public static RestArtifact ToRest(Artifact artifact) => new()
    {
        ArtifactId = artifact.ArtifactId,
        Name = Given.OrNone(artifact.Name),
        Description = Given.OrNone(artifact.Description),
        Parts = [.. artifact.Parts.Select(PartTranslator.ToRest)],
        Metadata = artifact.Metadata,
        Extensions = Given.OrNone(artifact.Extensions),
    };
}
