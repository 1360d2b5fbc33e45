using System.Collections.Frozen;

namespace CodexA2A.Api.JsonRpc;

/// <summary>The methods of one protocol version, by name.</summary>
internal sealed class RpcMethods(IEnumerable<RpcMethod> methods)
{
    private readonly FrozenDictionary<string, RpcMethod> byName = methods.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);

    /// <summary>The method of this name.</summary>
    /// <exception cref="A2AException">MethodNotFound; a name of our extensions is told which there are.</exception>
    public RpcMethod Get(string name)
    {
        if (byName.TryGetValue(name, out var method)) return method;
        var error = A2AException.MethodNotFound(name);
        if (!IsExtension(name)) throw error;
        throw new A2AException(A2AErrorCode.MethodNotFound, error.Message)
        {
            Reason = "METHOD_NOT_SUPPORTED",
            Metadata = new Dictionary<string, string>(error.Metadata)
            {
                ["supported_methods"] = string.Join(", ", byName.Keys.Where(IsExtension).Order(StringComparer.Ordinal)),
                ["protocol_version"] = ProtocolVersions.V10,
            },
        };
    }

    private static bool IsExtension(string name) =>
        name.StartsWith("codex.", StringComparison.Ordinal) || name.StartsWith("a2a.interrupt.", StringComparison.Ordinal);
}
