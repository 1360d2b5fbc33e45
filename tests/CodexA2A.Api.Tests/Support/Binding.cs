namespace CodexA2A.Api.Tests.Support;

/// <summary>The two ways to call the service.</summary>
public enum Binding
{
    /// <summary>POST /.</summary>
    JsonRpc,

    /// <summary>HTTP+JSON routes.</summary>
    Rest,
}
