using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Extensions;

/// <summary>What a client must name in A2A-Extensions, where the settings ask for it (A2A 1.0, 4.6).</summary>
internal static class ExtensionNegotiation
{
    /// <summary>The narrower reason of a method that was not negotiated.</summary>
    public const string Reason = "EXTENSION_NEGOTIATION_REQUIRED";

    /// <summary>Checks a send against the extensions that are required of it.</summary>
    /// <param name="asked">The URIs of the call.</param>
    /// <param name="required">URIs that are known, under either name.</param>
    /// <exception cref="A2AException">ExtensionSupportRequired, with the first one that is missing.</exception>
    public static void CheckRequired(IReadOnlyList<string> asked, IEnumerable<string> required)
    {
        foreach (var uri in required)
        {
            if (KnownExtensions.Find(uri) is { } extension && !extension.IsIn(asked)) throw A2AException.ExtensionSupportRequired(extension.Uri);
        }
    }

    /// <summary>The same methods, each of them refused to who has not named its extension.</summary>
    public static IEnumerable<RpcMethod> Enforce(IEnumerable<RpcMethod> methods) => methods.Select(method => method switch
    {
        RpcMethod.Unary unary => unary with { Run = (context, parameters, ended) => { Check(unary.Name, context.Extensions); return unary.Run(context, parameters, ended); } },
        RpcMethod.Streaming streaming => streaming with { Open = (context, parameters, ended) => { Check(streaming.Name, context.Extensions); return streaming.Open(context, parameters, ended); } },
        _ => method,
    });

    private static void Check(string method, IReadOnlyList<string> asked)
    {
        if (KnownExtensions.OfMethod(method) is not { } extension || extension.IsIn(asked)) return;
        throw new A2AException(A2AErrorCode.UnsupportedOperation, $"{method} belongs to the extension {extension.Uri}; name it in {Headers.Extensions}.")
        {
            Reason = Reason,
            Metadata = new Dictionary<string, string> { ["extension"] = extension.Uri, ["method"] = method },
        };
    }
}
