namespace CodexA2A.Runner.AppServer;

/// <summary>The environment of this process, as it was at the start: it decides homes and folders, which then stay.</summary>
/// <param name="Variables">Names and values.</param>
internal sealed record ParentEnvironment(IReadOnlyDictionary<string, string> Variables);
