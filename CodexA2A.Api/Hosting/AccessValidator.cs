using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Certificates;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Checks who may come in from where: nobody without a credential from outside, nobody by mistake, and no secret over a network in the clear.</summary>
internal sealed class AccessValidator(IConfiguration configuration) : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        List<string> wrong = [];
        var bind = BindAddresses.Resolve(options.Inputs(configuration));
        var grpc = GrpcListening.OwnPort(options);
        IReadOnlyList<string> addresses = [.. bind.Addresses, .. grpc?.Addresses ?? []];
        var canLogIn = CanLogIn(options, wrong);
        Certificates(options, addresses, wrong);
        wrong.AddRange(CertificateModes.Conflicts(configuration, options.ClientCertificates));
        if (options.GrpcPort is > 0 && grpc!.Addresses.Any(address => bind.Addresses.Contains(address, StringComparer.OrdinalIgnoreCase)))
        {
            wrong.Add($"A2A:GrpcPort is the port of the service, {options.GrpcPort}: without TLS one port cannot carry both. Give gRPC another one.");
        }

        if (options.Host.Length > 0 && (bind.Problem ?? grpc?.Problem) is { } problem) wrong.Add(problem);
        else Addresses(options, addresses, wrong);
        if (!canLogIn && !options.AllowAnonymous)
        {
            wrong.Add($"The service would listen on {string.Join(", ", addresses)} without any credential. Set A2A:BearerToken (A2A_BEARER_TOKEN; 'codex-a2a token' prints a new one), A2A:CredentialsFile, A2A:StaticAuthCredentials, A2A:Jwt or A2A:ClientCertificates{(addresses.All(BindAddresses.IsLoopback) ? ", or A2A:AllowAnonymous=true for this machine only" : "")}.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    /// <summary>True when there is a way; or when what should be one is wrong, which is said already.</summary>
    private bool CanLogIn(A2AOptions options, List<string> wrong)
    {
        var jwt = configuration.GetSection(JwtOptions.Section);
        var others = options.ClientCertificates != CertificateTrust.Off
            || !string.IsNullOrEmpty(jwt[nameof(JwtOptions.Authority)]) || !string.IsNullOrEmpty(jwt[nameof(JwtOptions.KeysFile)]);
        try
        {
            // A file is filled later, perhaps.
            return CredentialReader.Read(options).Count > 0 || !string.IsNullOrEmpty(options.CredentialsFile) || others;
        }
        catch (FormatException exception)
        {
            wrong.Add(exception.Message);
            return true;
        }
    }

    private static void Addresses(A2AOptions options, IReadOnlyList<string> addresses, List<string> wrong)
    {
        var outside = addresses.Where(address => !BindAddresses.IsLoopback(address)).ToList();
        if (outside.Count == 0) return;
        if (options.AllowAnonymous)
        {
            wrong.Add($"A2A:AllowAnonymous is only possible on loopback, but the service would listen on {string.Join(", ", addresses)}. Remove it and set A2A:BearerToken, or listen on 127.0.0.1.");
        }

        if (options.BehindProxy || outside.All(GrpcListening.IsTls)) return;
        wrong.Add($"The service would listen on {string.Join(", ", outside.Where(address => !GrpcListening.IsTls(address)))} without TLS, where everybody on the way can read tokens. Set A2A:BehindProxy=true (A2A_BEHIND_PROXY) if a proxy in front of it does TLS or nobody else is on that network, give an https endpoint (Kestrel:Endpoints), or listen on 127.0.0.1.");
    }

    private static void Certificates(A2AOptions options, IReadOnlyList<string> addresses, List<string> wrong)
    {
        if (options.ClientCertificates == CertificateTrust.Off) return;
        if (!addresses.Any(GrpcListening.IsTls)) wrong.Add("A2A:ClientCertificates is set, but no endpoint is https: a certificate comes with TLS. Give one (Kestrel:Endpoints), or remove it.");
        try
        {
            foreach (var authority in CertificateTrust.Read(options.ClientAuthorityFile)) authority.Dispose();
        }
        catch (FormatException exception)
        {
            wrong.Add(exception.Message);
        }
    }
}
