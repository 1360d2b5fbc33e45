namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>account/read</c>.</summary>
internal sealed record AccountReadParams(bool RefreshToken = false);

/// <summary>Answer to <c>account/read</c>. Read once by a process: a login made later shows only in a new process.</summary>
internal sealed record AccountReadResult(Account? Account, bool RequiresOpenaiAuth);

/// <summary>Who is logged in; <see cref="Type"/> is <c>apiKey</c>, <c>chatgpt</c>, <c>amazonBedrock</c> or <c>gcp</c>.</summary>
internal sealed record Account(string Type, string? Email = null, string? PlanType = null);

/// <summary>Answer to <c>modelProvider/list</c>.</summary>
internal sealed record ModelProviderListResult(IReadOnlyList<ModelProviderSummary> Data, string? DefaultProviderId = null);

/// <summary>A configured model provider.</summary>
internal sealed record ModelProviderSummary(string Id, string? Name = null, string? BaseUrl = null, ModelProviderSettings? Settings = null);

/// <summary>How a provider is set up; <see cref="Type"/> is <c>openai</c>, <c>customGateway</c>, …</summary>
internal sealed record ModelProviderSettings(string? Type = null, ModelProviderAuth? Auth = null);

/// <summary>Where a provider's key comes from; <see cref="EnvKey"/> names the environment variable.</summary>
internal sealed record ModelProviderAuth(string? Mode = null, string? EnvKey = null);
