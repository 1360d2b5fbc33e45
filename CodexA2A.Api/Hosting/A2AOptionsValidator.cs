using CodexA2A.Api.Auth;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Checks each setting by itself.</summary>
[OptionsValidator]
internal sealed partial class A2AOptionsValidator : IValidateOptions<A2AOptions>;

/// <summary>Checks who may come in from where: nobody without a credential from outside, and none by mistake.</summary>
internal sealed class AccessValidator(IConfiguration configuration) : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        List<string> wrong = [];
        IReadOnlyList<Credential>? credentials = null;
        try
        {
            credentials = CredentialReader.Read(options);
        }
        catch (FormatException exception)
        {
            wrong.Add(exception.Message);
        }

        var bind = BindAddresses.Resolve(options.Inputs(configuration));
        var grpc = GrpcListening.OwnPort(options);
        IReadOnlyList<string> addresses = [.. bind.Addresses, .. grpc?.Addresses ?? []];
        if (options.GrpcPort is > 0 && grpc!.Addresses.Any(address => bind.Addresses.Contains(address, StringComparer.OrdinalIgnoreCase)))
        {
            wrong.Add($"A2A:GrpcPort is the port of the service, {options.GrpcPort}: without TLS one port cannot carry both. Give gRPC another one.");
        }

        if (options.Host.Length > 0 && (bind.Problem ?? grpc?.Problem) is { } problem)
        {
            wrong.Add(problem);
        }
        else if (options.AllowAnonymous && !addresses.All(BindAddresses.IsLoopback))
        {
            wrong.Add($"A2A:AllowAnonymous is only possible on loopback, but the service would listen on {string.Join(", ", addresses)}. Remove it and set A2A:BearerToken, or listen on 127.0.0.1.");
        }

        if (credentials is { Count: 0 } && !options.AllowAnonymous)
        {
            wrong.Add($"The service would listen on {string.Join(", ", addresses)} without any credential. Set A2A:BearerToken (A2A_BEARER_TOKEN; 'codex-a2a token' prints a new one) or A2A:StaticAuthCredentials{(addresses.All(BindAddresses.IsLoopback) ? ", or A2A:AllowAnonymous=true for this machine only" : "")}.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
