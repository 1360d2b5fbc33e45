using CodexA2A.Api.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>Under which URL clients reach the service: the configured one, else the bound one.</summary>
internal sealed class PublicAddress(IServer server, IOptions<A2AOptions> options)
{
    /// <summary>The URL, without a slash at its end.</summary>
    public string Url => (string.IsNullOrEmpty(options.Value.PublicUrl) ? Bound() : options.Value.PublicUrl).TrimEnd('/');

    /// <summary>Where gRPC is reached, as <c>host:port</c>; null when it is off.</summary>
    public string? Grpc
    {
        get
        {
            // The port of its own is bound behind all others (GrpcListening).
            var address = options.Value.GrpcPort is not null ? Addresses.LastOrDefault() : Addresses.FirstOrDefault(GrpcListening.IsTls);
            if (address is null) return null;
            if (options.Value.GrpcPublicUrl is { Length: > 0 } configured) return configured;
            if (string.IsNullOrEmpty(options.Value.PublicUrl)) return Authority(address);
            var known = new Uri(options.Value.PublicUrl);
            return options.Value.GrpcPort is null ? $"{known.Host}:{known.Port}" : $"{known.Host}:{BindingAddress.Parse(address).Port}";
        }
    }

    private IEnumerable<string> Addresses => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private string Bound()
    {
        var address = Addresses.FirstOrDefault() ?? "http://localhost";
        // A wildcard is no address that anybody can call.
        return IsWildcard(BindingAddress.Parse(address)) ? $"{BindingAddress.Parse(address).Scheme}://{Authority(address)}" : address;
    }

    private static string Authority(string address)
    {
        var bound = BindingAddress.Parse(address);
        return $"{(IsWildcard(bound) ? "127.0.0.1" : bound.Host)}:{bound.Port}";
    }

    private static bool IsWildcard(BindingAddress address) => address.Host is "*" or "+" or "0.0.0.0" or "[::]";
}
