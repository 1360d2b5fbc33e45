namespace CodexA2A.Cli.Doctor;

/// <summary>What was seen on this machine; judged by <see cref="Diagnosis"/>.</summary>
internal sealed record MachineFacts
{
    /// <summary>The .NET runtime that runs this.</summary>
    public required Version Runtime { get; init; }

    /// <summary>Warnings and errors of the environment's settings.</summary>
    public required Configuration.EnvironmentTranslation Environment { get; init; }

    /// <summary>What the start would say about the settings; but for missing credentials, which <see cref="Credentials"/> is about.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>Codex.</summary>
    public required CodexFact Codex { get; init; }

    /// <summary>What is done with a Codex that asks in another way (Codex:OnSchemaDrift).</summary>
    public string OnSchemaDrift { get; init; } = "refuse";

    /// <summary>How Codex gets at its model.</summary>
    public required LoginFact Login { get; init; }

    /// <summary>The configured mode; null where Codex decides.</summary>
    public string? SandboxMode { get; init; }

    /// <summary>Whether the sandbox really runs a command; null where it was not tried.</summary>
    public bool? SandboxWorks { get; init; }

    /// <summary>What the sandbox said when it did not.</summary>
    public string? SandboxSays { get; init; }

    /// <summary>What a confined command could do; null where it was not tried.</summary>
    public SandboxFact? Sandbox { get; init; }

    /// <summary>The address that the service would listen on, and why it cannot (null when it can); null as a whole where the settings give none.</summary>
    public required (string Address, string? Problem)? Port { get; init; }

    /// <summary>The agent's folder.</summary>
    public required FolderFact Workspace { get; init; }

    /// <summary>The data folder.</summary>
    public required FolderFact Data { get; init; }

    /// <summary>The process that holds the data folder; null when nobody does.</summary>
    public string? DataHolder { get; init; }

    /// <summary>True when callers have a credential to give.</summary>
    public required bool Credentials { get; init; }

    /// <summary>True when a Redis connection is configured.</summary>
    public bool RedisConfigured { get; init; }
}

/// <summary>What is known of Codex.</summary>
/// <param name="File">The executable; null when there is none.</param>
/// <param name="Version">What it reports; null when it reports nothing.</param>
/// <param name="Supported">Whether that is a version this service is made for, or any version is allowed.</param>
/// <param name="Range">The versions it is made for.</param>
/// <param name="NpmVersion">npm's version, which would install Codex; null when npm is not there.</param>
/// <param name="Problem">What is wrong with the configured executable, and its fix.</param>
internal sealed record CodexFact(
    string? File, string? Version, bool Supported, string Range, string? NpmVersion, (string Text, string Fix)? Problem = null)
{
    /// <summary>How its protocol compares with the supported one; null where it was not asked.</summary>
    public ProtocolFact? Protocol { get; init; }
}

/// <summary>How the protocol of Codex compares with the supported one.</summary>
/// <param name="Summary">What was found.</param>
/// <param name="IsSame">It is the supported one.</param>
/// <param name="IsUnsafe">What it asks would not be understood.</param>
internal sealed record ProtocolFact(string Summary, bool IsSame, bool IsUnsafe = false);

/// <summary>What a confined command could do when it was tried.</summary>
/// <param name="Kept">Whether the mode's promise is kept; null where that is not known.</param>
/// <param name="Summary">All answers.</param>
/// <param name="Problem">Why it could not be tried.</param>
internal sealed record SandboxFact(bool? Kept, string Summary, string? Problem);

/// <summary>What is known of Codex's credentials.</summary>
/// <param name="Home">The CODEX_HOME that would be used.</param>
/// <param name="Own">Whether it is ours, where the key comes from OPENAI_API_KEY.</param>
/// <param name="Exists">Whether the folder is there.</param>
/// <param name="LoggedIn">Whether it holds credentials or a provider of its own.</param>
/// <param name="ApiKey">Whether OPENAI_API_KEY is set.</param>
internal sealed record LoginFact(string Home, bool Own, bool Exists, bool LoggedIn, bool ApiKey);

/// <summary>What is known of a folder.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Problem">Why it cannot be written; null when it can.</param>
internal sealed record FolderFact(string Path, string? Problem);
