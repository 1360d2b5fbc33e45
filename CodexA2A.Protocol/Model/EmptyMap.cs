using System.Collections.Frozen;

namespace CodexA2A.Protocol;

/// <summary>The empty map that a required map reads as when it is missing.</summary>
internal static class EmptyMap
{
    internal static readonly IReadOnlyDictionary<string, string> Strings = FrozenDictionary<string, string>.Empty;
}
