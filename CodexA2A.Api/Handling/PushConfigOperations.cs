namespace CodexA2A.Api.Handling;

/// <summary>The four operations on webhooks (A2A 1.0, 3.1.7 to 3.1.10). The card does not offer them yet, so each one refuses.</summary>
internal sealed class PushConfigOperations
{
    private readonly Func<A2AException> refusal = A2AException.PushNotificationNotSupported;

    /// <summary>Creates a webhook of a task, or replaces the one with the same id.</summary>
    public Task<Payload> CreateAsync(CallContext context, TaskPushNotificationConfig request, CancellationToken cancellationToken) => RefuseAsync();

    /// <summary>Reads one.</summary>
    public Task<Payload> GetAsync(CallContext context, GetTaskPushNotificationConfigRequest request, CancellationToken cancellationToken) => RefuseAsync();

    /// <summary>Lists those of a task.</summary>
    public Task<Payload> ListAsync(CallContext context, ListTaskPushNotificationConfigsRequest request, CancellationToken cancellationToken) => RefuseAsync();

    /// <summary>Deletes one; its result is the JSON <c>null</c>, which each binding writes in its own way.</summary>
    public Task<Payload> DeleteAsync(CallContext context, DeleteTaskPushNotificationConfigRequest request, CancellationToken cancellationToken) => RefuseAsync();

    private Task<Payload> RefuseAsync() => Task.FromException<Payload>(refusal());
}
