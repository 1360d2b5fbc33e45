namespace CodexA2A.AppHost.Settings;

/// <summary>Where one replica listens. The endpoint of a resource leads to any of them, which will not do for a command to one.</summary>
public static class ReplicaAddress
{
    /// <summary>The first plain HTTP address of an <c>ASPNETCORE_URLS</c>; null when there is none.</summary>
    public static Uri? Of(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Every address of this machine: any of them will do.
            var named = url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
                .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);
            if (Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp)
            {
                return address;
            }
        }

        return null;
    }
}
