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

    private string Bound()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        var bound = BindingAddress.Parse(address);
        // A wildcard is no address that anybody can call.
        return bound.Host is "*" or "+" or "0.0.0.0" or "[::]" ? $"{bound.Scheme}://127.0.0.1:{bound.Port}" : address;
    }
}
