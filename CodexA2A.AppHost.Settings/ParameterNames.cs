namespace CodexA2A.AppHost.Settings;

/// <summary>The parameters; a value is given as <c>Parameters:NAME</c> (<c>Parameters__NAME</c> in the environment).</summary>
public static class ParameterNames
{
    /// <summary>Bearer token of the api; generated.</summary>
    public const string Token = "a2a-token";

    /// <summary>Token of the runners' management ports; generated.</summary>
    public const string ManagementToken = "management-token";

    /// <summary>Password of Redis; generated.</summary>
    public const string RedisPassword = "redis-password";

    /// <summary>Key for OpenAI; empty unless given.</summary>
    public const string OpenAiKey = "openai-api-key";

    /// <summary>Where a deployment sends telemetry; empty sends none.</summary>
    public const string OtlpEndpoint = "otlp-endpoint";

    /// <summary>Under which URL clients reach a deployment by compose.</summary>
    public const string PublicUrl = "public-url";

    /// <summary>The key under which a value is configured.</summary>
    public static string Key(string parameter) => $"Parameters:{parameter}";
}
