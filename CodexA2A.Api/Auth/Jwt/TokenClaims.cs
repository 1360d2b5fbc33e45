using System.Text.Json;
using CodexA2A.Api.Access;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>Whom and for how long a token lets in, if its signature is right.</summary>
/// <param name="Principal"><c>ISSUER#VALUE</c>, so that what two issuers call the same is not the same.</param>
/// <param name="Capabilities">What else it may do.</param>
/// <param name="Expires">From when on it is refused, the difference of clocks included.</param>
internal sealed record TokenClaims(string Principal, IReadOnlyList<string> Capabilities, DateTimeOffset Expires)
{
    private const int MaxNameLength = 256;
    private const int MaxCapabilities = 64;

    /// <summary>The tenant of the caller; the empty string for none.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Judges the claims of a token; null when they are not for this service, or not now.</summary>
    public static TokenClaims? Of(JsonElement claims, JwtOptions options, DateTimeOffset now)
    {
        if (!StrictToken.TryText(claims, "iss", out var issuer) || issuer is null || !string.Equals(issuer, options.ExpectedIssuer, StringComparison.Ordinal)) return null;
        if (!HasAudience(claims, options.Audience!)) return null;
        if (!TryTime(claims, "exp", out var expires) || expires is null || now >= expires + options.ClockSkew) return null;
        if (!TryTime(claims, "nbf", out var from) || now + options.ClockSkew < from) return null;
        if (!TryTime(claims, "iat", out var issued) || now + options.ClockSkew < issued) return null;
        if (!StrictToken.TryText(claims, options.PrincipalClaim, out var name) || !IsName(name)) return null;
        if (TenantOf(claims, options.TenantClaim) is not { } tenant) return null;
        return Capability(claims, options.CapabilitiesClaim) is { } capabilities
            ? new($"{issuer}#{name}", capabilities, expires.Value + options.ClockSkew) { Tenant = tenant } : null;
    }

    /// <summary>Null where a tenant is asked for and there is none that can be one: such a caller belongs to nobody, not to all.</summary>
    private static string? TenantOf(JsonElement claims, string? claim) =>
        string.IsNullOrEmpty(claim) ? "" : StrictToken.TryText(claims, claim, out var tenant) && tenant is not null && TenantName.IsOne(tenant) ? tenant : null;

    private static bool IsName(string? name) => name is { Length: > 0 and <= MaxNameLength } && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    private static bool HasAudience(JsonElement claims, string wanted)
    {
        if (!claims.TryGetProperty("aud", out var audience)) return false;
        if (audience.ValueKind != JsonValueKind.Array) return StrictToken.TryText(claims, "aud", out var one) && string.Equals(one, wanted, StringComparison.Ordinal);
        return Texts(audience) is { } all && all.Contains(wanted, StringComparer.Ordinal);
    }

    private static IReadOnlyList<string>? Capability(JsonElement claims, string name)
    {
        // A claim that the operator named and that a token lacks, or that is there and lists nothing, says that its caller may do nothing.
        if (!claims.TryGetProperty(name, out var value)) return name == JwtOptions.DefaultCapabilitiesClaim ? [] : CapabilityNames.Nothing;
        IReadOnlyList<string>? all = value.ValueKind == JsonValueKind.Array ? Texts(value)
            : StrictToken.TryText(claims, name, out var words) ? words!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
        if (all is { Count: 0 }) return CapabilityNames.Nothing;
        return all is null || all.Count > MaxCapabilities || all.Any(word => word.Length is 0 or > MaxNameLength) ? null : all;
    }

    private static List<string>? Texts(JsonElement array)
    {
        var all = new List<string>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return null;
            try
            {
                all.Add(item.GetString()!);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        return all;
    }

    /// <summary>Seconds since 1970, which may have a fraction (RFC 7519, 2); false when it is there and is none, or is out of all time.</summary>
    private static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 32_503_680_000)) return false;
        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }
}
