namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>model/list</c>.</summary>
internal sealed record ModelListParams(string? ModelProvider = null, string? Cursor = null, int? Limit = null, bool? IncludeHidden = null);

/// <summary>One page of models.</summary>
internal sealed record ModelListResult(IReadOnlyList<CodexModel> Data, string? NextCursor = null);

/// <summary>A model Codex offers.</summary>
internal sealed record CodexModel(
    string Id,
    string? Model = null,
    string? DisplayName = null,
    string? Description = null,
    bool Hidden = false,
    string? DefaultReasoningEffort = null,
    IReadOnlyList<string>? InputModalities = null,
    bool IsDefault = false,
    IReadOnlyList<ReasoningEffortOption>? SupportedReasoningEfforts = null);

/// <summary>An effort that a model takes.</summary>
internal sealed record ReasoningEffortOption(string? ReasoningEffort = null, string? Description = null);
