namespace CodexA2A.Api.Auth;

/// <summary>Ends a request that is still open when its credential expires, or is taken out of the file; the turn that it follows goes on.</summary>
internal sealed class LoginEnd : IDisposable
{
    /// <summary>Timers cannot wait longer than about 49 days; no request is open that long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly HttpContext http;
    private readonly CredentialStore store;
    private readonly Credential? credential;
    private readonly ITimer? timer;
    private readonly Lock gate = new();
    private CancellationTokenRegistration registration;
    private bool isOver;

    private LoginEnd(HttpContext http, Login login, CredentialStore store, TimeProvider time)
    {
        (this.http, this.store, credential) = (http, store, login.Credential);
        if (login.Until is { } until && until - time.GetUtcNow() is var left && left < Longest)
        {
            timer = time.CreateTimer(static state => ((LoginEnd)state!).End(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        if (credential is not null) Watch();
    }

    /// <summary>For a request that has begun; null where nothing can end it.</summary>
    public static LoginEnd? Of(HttpContext http, Login login, CredentialStore store, TimeProvider time) =>
        login.Until is null && (login.Credential is null || !store.CanChange) ? null : new(http, login, store, time);

    private void Watch()
    {
        if (!store.CanChange) return;
        var replaced = store.Replaced;
        // What was replaced before this registration is judged at once.
        if (store.Current.Same(credential!) is null) End();
        var next = replaced.UnsafeRegister(static state => ((LoginEnd)state!).Watch(), this);
        lock (gate)
        {
            if (!isOver) registration = next;
            else next.Unregister();
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (isOver) return;
            isOver = true;
            // Inside, so that a request that ends meanwhile is over only after this: its connection may carry another one then.
            http.Abort();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate) isOver = true;
        timer?.Dispose();
        registration.Unregister();
    }
}
