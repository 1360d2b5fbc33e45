namespace CodexA2A.AppHost.Settings;

/// <summary>What a deployment is written for: <c>Publish:Target</c>.</summary>
public enum PublishTarget
{
    /// <summary>Nothing in particular: the manifest that azd reads.</summary>
    Manifest,

    /// <summary>Docker compose.</summary>
    Compose,

    /// <summary>Azure Container Apps.</summary>
    ContainerApps,
}

/// <summary>Reads <see cref="PublishTarget"/>.</summary>
public static class PublishTargets
{
    /// <summary>The key of the setting.</summary>
    public const string Setting = "Publish:Target";

    /// <summary>The target that a word names.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public static PublishTarget Of(string? wanted) => wanted?.Trim().ToUpperInvariant() switch
    {
        null or "" => PublishTarget.Manifest,
        "COMPOSE" => PublishTarget.Compose,
        "ACA" => PublishTarget.ContainerApps,
        "KUBERNETES" or "K8S" => throw new ArgumentException(
            $"{Setting}={wanted}: for Kubernetes there is the chart in deploy/helm (docs/decisions/0036-kubernetes-by-the-chart.md). This AppHost publishes for compose or aca."),
        _ => throw new ArgumentException($"{Setting} is '{wanted}'. It takes compose or aca; without it the manifest is written that azd reads."),
    };
}
