namespace CodexA2A.Api.Tests.Ways;

/// <summary>A way of calling has no words for a call.</summary>
internal sealed class UnsayableException(Way way, string operation) : Exception($"{way} cannot say {operation}");
