using System.Collections.Frozen;
using CodexA2A.Api.Access;

namespace CodexA2A.Api.JsonRpc;

/// <summary>The methods, by name; those of A2A 0.3 have a slash in it.</summary>
internal sealed class RpcMethods(IEnumerable<RpcMethod> methods)
{
    // One that nobody has decided who may call ends the start.
    private readonly FrozenDictionary<string, RpcMethod> byName = methods.ToFrozenDictionary(method => Permissions.Of(method.Name).Operation, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>These methods and others.</summary>
    public RpcMethods With(IEnumerable<RpcMethod> more) => new([.. byName.Values, .. more]);

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

    /// <summary>True for a method of our extensions, which is the same in every version.</summary>
    public static bool IsExtension(string name) =>
        name.StartsWith("codex.", StringComparison.Ordinal) || name.StartsWith("a2a.interrupt.", StringComparison.Ordinal);
}
