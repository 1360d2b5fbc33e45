namespace CodexA2A.AppHost.Settings;

/// <summary>Where compose opens the api to its host, in compose's own words: a variable that is empty takes what stands behind it.</summary>
public static class ComposePort
{
    /// <summary>The variable that names another address and port of the host, as in deploy/compose.yaml.</summary>
    public const string ListenVariable = "LISTEN";

    /// <summary>The variable that Aspire makes of <see cref="ParameterNames.PublicUrl"/>.</summary>
    public const string PublicUrlVariable = "PUBLIC_URL";

    /// <summary>The address that this machine reaches the api by.</summary>
    public static string Url => $"http://localhost:{Fleet.ComposePort}";

    /// <summary>The entry of <c>ports</c>.</summary>
    public static string Mapping => $"${{{ListenVariable}:-127.0.0.1:{Fleet.ComposePort}}}:{Fleet.ApiPort}";

    /// <summary>The address on the card.</summary>
    public static string PublicUrl => $"${{{PublicUrlVariable}:-{Url}}}";
}
