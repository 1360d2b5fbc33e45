namespace CodexA2A.AppHost.Settings;

/// <summary>Whether the scripted model plays, or Codex asks a real one.</summary>
public static class ModelChoice
{
    /// <summary>What the service says of the scripted model, and the name of its model.</summary>
    public const string Scripted = "scripted";

    /// <summary>It starts by itself only where there is neither a key nor a Codex home, and never in a deployment.</summary>
    public static bool StartsByItself(bool publishing, string? key, string? codexHome) =>
        !publishing && string.IsNullOrWhiteSpace(key) && string.IsNullOrWhiteSpace(codexHome);
}
