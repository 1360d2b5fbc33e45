namespace CodexA2A.Api.Handling;

/// <summary>The four operations on webhooks (A2A 1.0, 3.1.7 to 3.1.10). The card does not offer them yet.</summary>
internal static class PushConfigOperations
{
    /// <summary>Refuses, without looking at the request: there is nothing it could name.</summary>
    /// <exception cref="A2AException">PushNotificationNotSupported, always.</exception>
    public static Task<Payload> RefuseAsync() => Task.FromException<Payload>(A2AException.PushNotificationNotSupported());
}
