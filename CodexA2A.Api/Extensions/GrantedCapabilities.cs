using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Extensions;

/// <summary>What a credential must be given beyond being known: listed in <c>capabilities</c> of its item in <c>A2A:StaticAuthCredentials</c>.</summary>
internal static class GrantedCapabilities
{
    /// <summary>Lets a call pass whose credential has the capability.</summary>
    /// <exception cref="A2AException">AUTHORIZATION_FORBIDDEN.</exception>
    public static void Check(CallContext context, string method, string capability)
    {
        if (context.Capabilities.Contains(capability, StringComparer.Ordinal)) return;
        throw new A2AException(A2AErrorCode.PermissionDenied, $"{method} needs the capability {capability}, which this credential does not have. Whoever runs the service lists it in the credential's capabilities.")
        {
            Reason = "AUTHORIZATION_FORBIDDEN",
            Metadata = new Dictionary<string, string> { ["method"] = method, ["capability"] = capability },
        };
    }
}
